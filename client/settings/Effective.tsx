import { createSignal, type JSX, Show } from 'solid-js';
import { fromIso, toIso } from '../../shared/time.ts';
import { shortDate } from '../i18n/dates.ts';
import type { Page } from './api.ts';
import { instantOfLocal, localText } from './local-time.ts';
import { instantText } from './shown.ts';
import { Tell } from './Tell.tsx';
import { word } from './words.ts';

/** From when a change holds. `at`: null is now; `isMissing`: an instant is wanted and not given. */
export function createEffective(page: () => Page) {
  const zone = () => page().site.timezone;
  const [isNow, setNow] = createSignal(true);
  const [text, setText] = createSignal('');
  const at = () => (isNow() ? null : instantOfLocal(text(), zone()));
  return {
    isNow,
    text,
    at,
    isMissing: () => !isNow() && at() === null,
    iso: () => (at() === null ? null : toIso(at() as number)),
    setText,
    choose(now: boolean) {
      setNow(now);
      if (!now && text() === '') setText(localText(fromIso(page().at) ?? 0, zone()));
    },
  };
}

export type EffectiveChoice = ReturnType<typeof createEffective>;

/** The choice of the instant, and what it means before anything is saved. */
export function Effective(props: { choice: EffectiveChoice; page: Page; isCounted: boolean }): JSX.Element {
  const zone = () => props.page.site.timezone;
  const isPast = () => (props.choice.at() ?? Number.POSITIVE_INFINITY) < (fromIso(props.page.at) ?? 0);
  const isBeforeToday = () => (props.choice.at() ?? Number.POSITIVE_INFINITY) < (fromIso(props.page.dayStartsAt) ?? 0);
  return (
    <fieldset class="effective">
      <legend>{word('holds')}</legend>
      <label>
        <input type="radio" name="effective" value="now" checked={props.choice.isNow()} onChange={() => props.choice.choose(true)} />
        {word('fromNow')}
      </label>
      <label>
        <input type="radio" name="effective" value="from" checked={!props.choice.isNow()} onChange={() => props.choice.choose(false)} />
        {word('fromInstant')}
      </label>
      <Show when={!props.choice.isNow()}>
        <input
          type="datetime-local"
          name="effectiveAt"
          dir="ltr"
          aria-label={word('instant')}
          aria-invalid={props.choice.isMissing()}
          value={props.choice.text()}
          onInput={(event) => props.choice.setText(event.currentTarget.value)}
        />
        <small>
          <Tell of="zoneIs" with={{ zone: zone() }} />
        </small>
        <Show when={props.choice.isMissing()}>
          <p class="fault" role="alert">
            {word('noInstant')}
          </p>
        </Show>
      </Show>
      <Show when={props.choice.at()}>
        {(at) => (
          <p class="meaning" classList={{ 'is-warning': isBeforeToday() && props.isCounted }} role="status" data-meaning>
            <Show when={isPast()} fallback={<Tell of="futureNote" with={{ from: instantText(at(), zone()) }} />}>
              <Show when={isBeforeToday() && props.isCounted} fallback={<Tell of="pastNames" with={{ from: instantText(at(), zone()) }} />}>
                <Tell of="recountWarning" with={{ from: shortDate(at(), zone()) }} />
              </Show>
            </Show>
          </p>
        )}
      </Show>
    </fieldset>
  );
}
