import { createEffect, createSignal, type JSX, on, Show } from 'solid-js';
import { dictionary } from '../i18n/locale.ts';
import { Say } from '../i18n/Say.tsx';
import { getAllNotices, type Notices as Known } from '../notices/api.ts';
import { NoticesTable } from '../notices/Table.tsx';
import { Tell } from '../notices/words.ts';
import { reasonOf } from '../refusals/reason.ts';
import '../styles/notices.css';

/** What the floor was told in a span: the record of the shift. */
export function Notices(props: { from: string; to: string; askedAt: number; zone: string }): JSX.Element {
  const [known, setKnown] = createSignal<Known | null>(null);
  const [failure, setFailure] = createSignal<string | null>(null);
  let asked = 0;
  const load = async () => {
    const mine = ++asked;
    const answer = await getAllNotices(props.from, props.to);
    // Another span was chosen meanwhile.
    if (mine !== asked) return;
    setFailure(answer.ok ? null : reasonOf(answer.error));
    if (answer.ok) setKnown(answer.value);
  };
  createEffect(on([() => props.from, () => props.to, () => props.askedAt], () => void load()));
  const leftOut = () => (known()?.total ?? 0) - (known()?.notices.length ?? 0);
  return (
    <section>
      <h2>{dictionary().notices}</h2>
      <Show when={failure()}>
        {(reason) => (
          <p class="failure" role="alert">
            <Say of="loadFailed" with={{ reason: reason() }} />
          </p>
        )}
      </Show>
      <Show when={known()}>
        {(loaded) => (
          <Show when={loaded().notices.length > 0} fallback={<p class="blank">{dictionary().noNoticesInSpan}</p>}>
            <NoticesTable notices={loaded().notices} zone={props.zone} />
          </Show>
        )}
      </Show>
      <Show when={leftOut() > 0}>
        <p class="note">
          <Tell of="more" with={{ count: leftOut() }} />
        </p>
      </Show>
    </section>
  );
}
