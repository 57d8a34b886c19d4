import { createSignal, type JSX, Show } from 'solid-js';
import { type ApiError, postJson } from '../api.ts';
import { chooseLocale, dictionary, locale } from '../i18n/locale.ts';
import { Say } from '../i18n/Say.tsx';
import { reasonOf } from '../refusals/reason.ts';
import { Mark } from '../wall/Icon.tsx';
import { wayBack } from './back.ts';
import '../styles/enter.css';

/** A screen gets its key once; from then on the server knows it by a cookie. */
export function Enter(): JSX.Element {
  document.documentElement.dataset['theme'] = 'enter';
  document.title = `Moked · ${dictionary().enterTitle}`;
  const [key, setKey] = createSignal('');
  const [failure, setFailure] = createSignal<ApiError | null>(null);
  const [isSending, setSending] = createSignal(false);
  const send = async () => {
    setSending(true);
    const answer = await postJson('/api/v1/wall-key', { key: key().trim() });
    setSending(false);
    if (answer.ok) location.assign(wayBack(location.search));
    else setFailure(answer.error);
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void send();
  };
  return (
    <main class="enter">
      <form onSubmit={submit}>
        <Mark />
        <h1>{dictionary().enterTitle}</h1>
        <p>{dictionary().enterHelp}</p>
        <label>
          {dictionary().wallKey}
          <input
            name="key"
            dir="ltr"
            autofocus
            autocomplete="off"
            spellcheck={false}
            required
            value={key()}
            onInput={(event) => setKey(event.currentTarget.value)}
          />
        </label>
        <Show when={failure()}>
          {(error) => (
            <p class="failure" role="alert">
              <Reason of={error()} />
            </p>
          )}
        </Show>
        <button type="submit" disabled={isSending()}>
          {dictionary().enter}
        </button>
        <button type="button" class="link" onClick={() => chooseLocale(locale() === 'he' ? 'en' : 'he')}>
          {dictionary().otherLanguage}
        </button>
      </form>
    </main>
  );
}

function Reason(props: { of: ApiError }): JSX.Element {
  if (props.of.status === 401 || props.of.status === 403) return dictionary().wrongKey;
  if (props.of.status === 429) return dictionary().tooManyTries;
  return <Say of="loadFailed" with={{ reason: reasonOf(props.of) }} />;
}
