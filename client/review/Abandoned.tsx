import { createEffect, createSignal, For, type JSX, on, Show } from 'solid-js';
import { clockSecondsText } from '../i18n/dates.ts';
import { Duration, Figure } from '../i18n/Figure.tsx';
import { dictionary } from '../i18n/locale.ts';
import { Say } from '../i18n/Say.tsx';
import { reasonOf } from '../refusals/reason.ts';
import { instantOf } from '../wall/instants.ts';
import { channelName, queueName } from '../wall/names.tsx';
import { type Contact, getAbandoned } from './api.ts';

/** Who left before an answer: when, how long they waited, in which queue. A page at a time. */
export function Abandoned(props: { from: string; to: string; askedAt: number; zone: string }): JSX.Element {
  const [contacts, setContacts] = createSignal<readonly Contact[]>([]);
  const [cursor, setCursor] = createSignal<string | null>(null);
  const [failure, setFailure] = createSignal<string | null>(null);
  const [isLoading, setLoading] = createSignal(false);
  let asked = 0;
  const load = async (isMore: boolean) => {
    const mine = ++asked;
    setLoading(true);
    const answer = await getAbandoned(props.from, props.to, isMore ? (cursor() ?? undefined) : undefined);
    // Another span was chosen meanwhile.
    if (mine !== asked) return;
    setLoading(false);
    setFailure(answer.ok ? null : reasonOf(answer.error));
    if (!answer.ok) return;
    setContacts((known) => (isMore ? [...known, ...answer.value.contacts] : answer.value.contacts));
    setCursor(answer.value.nextCursor);
  };
  createEffect(on([() => props.from, () => props.to, () => props.askedAt], () => void load(false)));
  return (
    <section>
      <h2>{dictionary().abandonedContacts}</h2>
      <Show when={failure()}>
        {(reason) => (
          <p class="failure" role="alert">
            <Say of="loadFailed" with={{ reason: reason() }} />
          </p>
        )}
      </Show>
      <Show when={contacts().length > 0} fallback={<p class="blank">{isLoading() ? dictionary().loading : dictionary().noneAbandoned}</p>}>
        <p class="note">{dictionary().abandonedAddUp}</p>
        <ContactsTable contacts={contacts()} zone={props.zone} />
        <p class="note">
          <Say of="shownCount" with={{ count: contacts().length }} />{' '}
          <Show when={cursor() !== null}>
            <button type="button" class="button" disabled={isLoading()} onClick={() => void load(true)}>
              {dictionary().showMore}
            </button>
          </Show>
        </p>
      </Show>
    </section>
  );
}

const nameOf = (contact: Contact) => queueName({ name: contact.queueName ?? contact.queueId ?? '', nameEn: contact.queueNameEn });

function ContactsTable(props: { contacts: readonly Contact[]; zone: string }): JSX.Element {
  return (
    <table class="data is-narrow" data-table="abandoned">
      <thead>
        <tr>
          <th scope="col">{dictionary().offeredAt}</th>
          <th scope="col">{dictionary().wait}</th>
          <th scope="col">{dictionary().queue}</th>
          <th scope="col">{dictionary().channel}</th>
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
              <td class="words">
                <bdi title={nameOf(contact)}>{nameOf(contact)}</bdi>
              </td>
              <td class="words">{channelName(contact.channel)}</td>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  );
}
