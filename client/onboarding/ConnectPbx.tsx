import { For, type JSX, Match, Show, Switch } from 'solid-js';
import type { SourceDetail } from '../../shared/sources.ts';
import { site } from '../site.ts';
import type { Page } from '../sources/api.ts';
import { Connect } from '../sources/Connect.tsx';
import { Copy } from '../sources/Copy.tsx';
import { Problems } from '../sources/Source.tsx';
import { Tell } from './Tell.tsx';
import { word } from './words.ts';

const DEMO = 'MOKED_SOURCES=simulator://demo MOKED_DATA=.moked-demo MOKED_PORT=3100 npm start';

const isReal = ({ kind }: SourceDetail) => kind !== 'simulator';

/** A sender is there as soon as it has sent something, a PBX as soon as it is connected. */
export function isConnected(sources: readonly SourceDetail[]): boolean {
  return sources.some((source) => isReal(source) && isUp(source));
}

function isUp({ kind, state, lastEventAt }: SourceDetail): boolean {
  return kind === 'http' ? lastEventAt !== null : state !== 'down';
}

/** What is connected and what is not yet, and the form of the sources page. */
export function ConnectPbx(props: { page: Page; refresh: () => Promise<unknown> }): JSX.Element {
  const sources = () => props.page.sources.filter((source) => isReal(source) && (source.kind !== 'http' || isUp(source)));
  const form = () => <Connect addresses={props.page.addresses} notSaved={props.page.notSaved} refresh={props.refresh} />;
  return (
    <>
      <For each={sources()} fallback={<p>{word('connectNone')}</p>}>
        {(source) => (
          <div data-source={source.name} data-state={source.state}>
            <p>
              <b>
                <Tell of={isUp(source) ? 'connectDone' : 'connectWaits'} with={{ name: source.name }} />
              </b>{' '}
              <a href="/sources">{word('toSources')}</a>
            </p>
            <Show when={source.problems.length > 0}>
              <Problems of="problems" problems={source.problems} words={source.reason} />
            </Show>
          </div>
        )}
      </For>
      <Show when={props.page.mayWrite}>
        <Switch fallback={form()}>
          <Match when={sources().length > 0}>
            <details>
              <summary>{word('connectMore')}</summary>
              {form()}
            </details>
          </Match>
        </Switch>
        <Show when={site()?.demo === false && sources().length === 0}>
          <details data-demo-how>
            <summary>{word('demoHow')}</summary>
            <p>
              <Tell of="demoHowHelp" />
            </p>
            <Copy text={DEMO} label={word('demoHow')} />
          </details>
        </Show>
      </Show>
    </>
  );
}
