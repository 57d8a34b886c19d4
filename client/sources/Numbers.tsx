import { type JSX, Show } from 'solid-js';
import type { SourceDetail } from '../../shared/sources.ts';
import { SECOND_MS } from '../../shared/time.ts';
import { countText, elapsedText } from '../i18n/format.ts';
import { dictionary } from '../i18n/locale.ts';
import { Tell } from './Tell.tsx';
import { word } from './words.ts';

/** How it is, in figures. */
export function Numbers(props: { source: SourceDetail; now: number }): JSX.Element {
  const source = () => props.source;
  const age = () => {
    const { lastEventAt } = props.source;
    return lastEventAt === null ? null : Math.max(0, props.now - Date.parse(lastEventAt));
  };
  return (
    <dl class="source-numbers">
      <div>
        <dt>{word('lastSign')}</dt>
        <dd>
          <Show when={age() !== null} fallback={word('never')}>
            <Tell of="ago" with={{ time: elapsedText(age() ?? 0, dictionary().hoursUnit) }} />
          </Show>
        </dd>
      </div>
      <div>
        <dt>{word('rate')}</dt>
        <dd>
          <bdi dir="ltr">{countText(source().perMinute)}</bdi>
        </dd>
      </div>
      <Show when={source().rhythm !== null}>
        <div data-rhythm={source().rhythm ?? ''}>
          <dt>{word('rhythm')}</dt>
          <dd>
            <Rhythm of={source().rhythm} />
          </dd>
        </div>
      </Show>
      <div>
        <dt>{word('skew')}</dt>
        <dd>
          <Skew ms={source().skewMs} />
        </dd>
      </div>
      <div>
        <dt>{word('gaps')}</dt>
        <dd>
          <bdi dir="ltr">{countText(source().gapCount)}</bdi>
        </dd>
      </div>
      <Show when={source().kind === 'asterisk'}>
        <div data-file={source().file?.state ?? 'none'}>
          <dt>{word('file')}</dt>
          <dd>
            <Show when={source().file} fallback={word('noFile')}>
              {(file) => (
                <>
                  {word(file().state)} <bdi dir="ltr">{file().path}</bdi>
                </>
              )}
            </Show>
          </dd>
        </div>
      </Show>
    </dl>
  );
}

function Rhythm(props: { of: SourceDetail['rhythm'] }): JSX.Element {
  return (
    <Show when={typeof props.of === 'number' ? props.of : null} fallback={word(props.of === 'off' ? 'rhythmOff' : 'rhythmUnset')}>
      {(ms) => <Tell of="rhythmEvery" with={{ time: elapsedText(ms(), dictionary().hoursUnit) }} />}
    </Show>
  );
}

/** From here on times are corrected by it. */
const CORRECTED_FROM_MS = 2 * SECOND_MS;

function Skew(props: { ms: number | null }): JSX.Element {
  const seconds = () => (Math.abs(props.ms ?? 0) / SECOND_MS).toFixed(1);
  return (
    <Show when={props.ms !== null} fallback={word('skewNone')}>
      <Tell of={(props.ms ?? 0) < 0 ? 'behind' : 'ahead'} with={{ n: seconds() }} />
      <Show when={Math.abs(props.ms ?? 0) > CORRECTED_FROM_MS}> ({word('corrected')})</Show>
    </Show>
  );
}
