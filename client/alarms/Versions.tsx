import { createResource, createSignal, For, type JSX, Show } from 'solid-js';
import type { Result } from '../../shared/result.ts';
import type { ApiError } from '../api.ts';
import { author } from '../editor/author.ts';
import { authorText, instantText } from '../settings/shown.ts';
import { site } from '../site.ts';
import { getVersions, restoreRules, type StoredRules } from './api.ts';
import { Tell, type Word, word } from './words.ts';

type Told = (answer: Result<StoredRules, ApiError>, done: Word) => Promise<ApiError | null>;

/** Every version of the rules there was, and back to any of them. */
export function Versions(props: { stored: StoredRules; tell: Told }): JSX.Element {
  const [isOpen, setOpen] = createSignal(false);
  const [versions] = createResource(
    () => (isOpen() ? props.stored.version : null),
    () => getVersions(),
  );
  const known = () => {
    const answer = versions.latest;
    return answer?.ok ? answer.value.versions : [];
  };
  const bring = async (version: number) => props.tell(await restoreRules(props.stored.version, version, author()), 'restored');
  return (
    <section class="alarm-versions">
      <button type="button" class="link" aria-expanded={isOpen()} data-action="versions" onClick={() => setOpen(!isOpen())}>
        {word('versions')}
      </button>
      <Show when={isOpen()}>
        <ol class="versions">
          <For each={known()}>
            {(one) => (
              <li data-version={one.version}>
                <Tell
                  of="versionLine"
                  with={{
                    n: one.version,
                    time: instantText(one.savedAt, site()?.timezone ?? 'UTC'),
                    by: authorText(one.savedBy, 'moked'),
                  }}
                />{' '}
                <Show when={site()?.mayWrite && one.version !== props.stored.version}>
                  <button type="button" class="link" data-action="restore" onClick={() => void bring(one.version)}>
                    {word('restore')}
                  </button>
                </Show>
              </li>
            )}
          </For>
        </ol>
      </Show>
    </section>
  );
}
