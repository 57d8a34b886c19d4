import { type JSX, Show } from 'solid-js';
import type { QueueRow } from '../../shared/board.ts';
import { elapsedText } from '../i18n/format.ts';
import { dictionary } from '../i18n/locale.ts';
import { Say } from '../i18n/Say.tsx';
import { useLive } from '../live/context.ts';
import { useFloor } from './floor.ts';
import { limitMinutes } from './statutory.ts';

const WORDS = {
  alarm: { left: 'alarmStatutory', over: 'alarmStatutoryOver' },
  note: { left: 'statutoryNote', over: 'statutoryNoteOver' },
} as const;

/** What is left of the statutory limit of the oldest call in a queue, or how far it is past it: in full in the strip, as a note beside a name. */
export function ToLimit(props: { queue: QueueRow; as: keyof typeof WORDS }): JSX.Element {
  const live = useLive();
  const floor = useFloor();
  const leftMs = () => floor.statutoryLeftMs(props.queue) ?? 0;
  const time = () => elapsedText(Math.abs(leftMs()), dictionary().hoursUnit);
  const n = () => limitMinutes(live.store.board?.floor.statutoryMs ?? 0);
  return (
    <Show when={leftMs() < 0} fallback={<Say of={WORDS[props.as].left} with={{ time: time(), n: n() }} />}>
      <Say of={WORDS[props.as].over} with={{ time: `+${time()}`, n: n() }} />
    </Show>
  );
}
