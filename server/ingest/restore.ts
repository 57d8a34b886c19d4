/** An engine from a saved state. Owns what happens where there is none that fits: an empty engine, because the log has everything. */
import { CHECKPOINT_FORMAT, type Checkpoint, load } from '../engine/checkpoint.ts';
import { Engine, HORIZON_MS } from '../engine/engine.ts';

/** `position` and `now` are those of the checkpoint; 0 and null if it could not serve. `problem`: what is wrong with one that should have. */
export type Restored = { readonly engine: Engine; readonly position: number; readonly now: number | null; readonly problem?: string };

/** A checkpoint of another format, or one in which something is missing, counts as none. */
export function restore(checkpoint: Checkpoint | null): Restored {
  if (checkpoint?.format === CHECKPOINT_FORMAT) {
    try {
      return { engine: new Engine(HORIZON_MS, load(checkpoint)), position: checkpoint.position, now: checkpoint.now };
    } catch (error) {
      const problem = `checkpoint of position ${checkpoint.position}: ${error instanceof Error ? error.message : String(error)}`;
      return { engine: new Engine(), position: 0, now: null, problem };
    }
  }
  const nothing = { engine: new Engine(), position: 0, now: null };
  return checkpoint === null ? nothing : { ...nothing, problem: `checkpoint of position ${checkpoint.position} has format ${checkpoint.format}` };
}
