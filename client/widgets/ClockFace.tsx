import { type JSX, Show } from 'solid-js';
import type { WidgetOf } from '../../shared/boards/widgets.ts';
import { useRoom } from '../board/room.ts';
import { clockText, hebrewDate, longDate } from '../i18n/dates.ts';
import { Figure } from '../i18n/Figure.tsx';
import { elapsedText } from '../i18n/format.ts';
import { dictionary, locale } from '../i18n/locale.ts';
import { Say } from '../i18n/Say.tsx';
import { useLive } from '../live/context.ts';
import { site } from '../site.ts';
import { instantOf } from '../wall/instants.ts';
import { ShiftName } from '../wall/names.tsx';

/** Each line below the time, in rem, and how far a letter of one goes on. */
const LINE = 2.9;
const LETTER = { he: 1.06, en: 1.19 };
const LEAST_TIME = 2.4;
const DIGITS = 5;

/** The screen's own time, the date in both calendars, the shift and what is left of it. It goes on when the data do not. */
export function ClockFace(props: { options: WidgetOf<'clock'>['options'] }): JSX.Element {
  const live = useLive();
  const room = useRoom();
  const zone = () => live.store.board?.floor.timezone ?? site()?.timezone ?? 'UTC';
  const shift = () => live.store.board?.floor.period.shift ?? null;
  const leftMs = () => Math.max(0, (instantOf(shift()?.endsAt) ?? 0) - live.clock.second());
  const below = () => Number(props.options.date) + Number(props.options.hebrewDate) + Number(props.options.shift);
  const date = () => longDate(live.clock.second(), zone(), locale());
  // In a small place the lines are set smaller, none is cut.
  const shrink = () => Math.min(1, room().w / (date().length * LETTER[locale()]), (room().h - LEAST_TIME * 1.05) / Math.max(1, below() * LINE));
  const size = () => Math.max(LEAST_TIME, Math.min((room().h - below() * LINE * shrink()) / 1.05, room().w / (DIGITS * 0.56)));
  return (
    <section class="clock-face" style={{ '--fit': shrink().toFixed(3) }}>
      <time class="clock-time" style={{ 'font-size': `${size().toFixed(2)}rem` }}>
        <Figure>{clockText(live.clock.second(), zone())}</Figure>
      </time>
      <Show when={props.options.date}>
        <p>{date()}</p>
      </Show>
      <Show when={props.options.hebrewDate}>
        <p>{hebrewDate(live.clock.second(), zone(), locale())}</p>
      </Show>
      <Show when={props.options.shift && shift()}>
        {(now) => (
          <p>
            <ShiftName name={now().name} /> · <Say of="left" with={{ time: elapsedText(leftMs(), dictionary().hoursUnit) }} />
          </p>
        )}
      </Show>
    </section>
  );
}
