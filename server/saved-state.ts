/** The fold's saved state as the database keeps it: what nobody asks for at a start stays packed beside the rest. */
import { packState, type Checkpoint as Stored, type Text } from '../db/checkpoints.ts';
import type { Checkpoint } from './engine/checkpoint.ts';

/** Writes down the state as it is at the call; resolves when it is packed. */
export function packCheckpoint({ settledContacts, ...rest }: Checkpoint): Promise<Buffer> {
  return packState({ ...rest, settledContacts: settledContacts.map(({ start, keys }) => ({ start, keys })) }, settledContacts);
}

/** The format was written by this program and is checked by its number. */
export function checkpointOf(stored: Pick<Stored, 'state' | 'texts'> | undefined): Checkpoint | null {
  if (stored === undefined) return null;
  const { settledContacts, ...rest } = stored.state as Checkpoint;
  // That something is missing is told of where the state is loaded.
  if (settledContacts?.length !== stored.texts.length) return rest as Checkpoint;
  return { ...rest, settledContacts: settledContacts.map((saved, place) => Object.assign(stored.texts[place] as Text, saved)) };
}
