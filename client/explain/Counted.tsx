import { createSignal, For, type JSX, onMount, Show } from 'solid-js';
import { clockSecondsText } from '../i18n/dates.ts';
import { Duration, Figure } from '../i18n/Figure.tsx';
import { NOTHING } from '../i18n/format.ts';
import { reasonOf } from '../refusals/reason.ts';
import { instantOf } from '../wall/instants.ts';
import { nameIn } from '../wall/names.tsx';
import { type Contacts, getContacts } from './api.ts';
import type { Explained } from './explainable.ts';
import { Tell, word } from './words.ts';

/** The contacts that a figure counts, a page at a time. */
export function Counted(props: { of: Explained; zone: string }): JSX.Element {
  const [contacts, setContacts] = createSignal<Contacts['contacts']>([]);
  const [cursor, setCursor] = createSignal<string | null>(null);
  const [isLoading, setLoading] = createSignal(true);
  const [failure, setFailure] = createSignal<string | null>(null);
  const load = async () => {
    setLoading(true);
    const answer = await getContacts(props.of, cursor());
    setLoading(false);
    setFailure(answer.ok ? null : reasonOf(answer.error));
    if (!answer.ok) return;
    setContacts((known) => [...known, ...answer.value.contacts]);
    setCursor(answer.value.nextCursor);
  };
  onMount(() => void load());
  return (
    <section data-part="contacts">
      <h3>{word('contacts')}</h3>
      <Show when={failure()}>
        {(reason) => (
          <p class="explain-failed" role="alert">
            <Tell of="failed" with={{ reason: reason() }} />
          </p>
        )}
      </Show>
      <Show
        when={contacts().length > 0}
        fallback={
          <Show when={failure() === null}>
            <p class="explain-note">{isLoading() ? word('loading') : word('noContacts')}</p>
          </Show>
        }
      >
        <Table contacts={contacts()} zone={props.zone} hasTarget={props.of.metric.startsWith('service_level')} />
        <p class="explain-note">
          <Tell of="shown" with={{ count: contacts().length }} />{' '}
          <Show when={cursor() !== null}>
            <button type="button" class="explain-close" disabled={isLoading()} onClick={() => void load()}>
              {word('more')}
            </button>
          </Show>
        </p>
      </Show>
    </section>
  );
}

/** @param props.hasTarget the figure asks of each whether it was within its target */
function Table(props: { contacts: Contacts['contacts']; zone: string; hasTarget: boolean }): JSX.Element {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{word('offeredAt')}</th>
          <th scope="col">{word('wait')}</th>
          <th scope="col">{word('outcome')}</th>
          <Show when={props.hasTarget}>
            <th scope="col">{word('inTarget')}</th>
          </Show>
          <th scope="col">{word('queue')}</th>
          <th scope="col">{word('agent')}</th>
        </tr>
      </thead>
      <tbody>
        <For each={props.contacts}>
          {(contact) => (
            <tr data-contact={contact.contactId}>
              <td>
                <Figure>{clockSecondsText(instantOf(contact.offeredAt) ?? 0, props.zone)}</Figure>
              </td>
              <td>
                <Duration ms={contact.waitMs} />
              </td>
              <td>{word(contact.outcome)}</td>
              <Show when={props.hasTarget}>
                <td data-in-target={contact.inTarget}>{contact.outcome === 'open' ? NOTHING : word(contact.inTarget ? 'yes' : 'no')}</td>
              </Show>
              <td>
                <bdi>{nameIn(contact.queueName, contact.queueNameEn)}</bdi>
              </td>
              <td>
                <bdi>{nameIn(contact.agentName ?? '', contact.agentNameEn)}</bdi>
              </td>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  );
}
