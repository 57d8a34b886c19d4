import { createUniqueId, type JSX, Show } from 'solid-js';
import { NOTICE_TEXT_MAX } from '../../shared/notice-record.ts';
import { authorTyped, nameAuthor } from '../editor/author.ts';
import { site } from '../site.ts';
import type { Draft } from './draft.ts';
import { Tell, word } from './words.ts';

/** The form in which a notice is written, or changed. */
export function Form(props: { draft: Draft; isBusy: boolean; onSend: () => void }): JSX.Element {
  const draft = () => props.draft;
  return (
    <form
      class="notice-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (draft().hasText()) props.onSend();
      }}
    >
      <h2>{word(draft().of() === null ? 'write' : 'change')}</h2>
      <div class="fields">
        <Words name="he" label={word('textHe')} dir="rtl" draft={draft()} />
        <Words name="en" label={word('textEn')} dir="ltr" draft={draft()} />
        <When name="starts" label={word('starts')} empty={word('now')} draft={draft()} isFixed={draft().hasBegun()} />
        <When name="ends" label={word('ends')} empty={word('untilTakenDown')} draft={draft()} isFixed={false} />
        <label class="field is-flag">
          <input
            type="checkbox"
            name="urgent"
            checked={draft().typed().urgent}
            onChange={(event) => draft().type({ urgent: event.currentTarget.checked })}
          />
          <span>
            {word('urgent')} <small>{word('urgentMeans')}</small>
          </span>
        </label>
        <label class="field">
          {word('yourName')}
          <input
            type="text"
            name="by"
            dir="auto"
            maxLength={100}
            autocomplete="off"
            value={authorTyped()}
            onInput={(event) => nameAuthor(event.currentTarget.value)}
          />
        </label>
      </div>
      <p class="note">
        <Tell of="oneIsEnough" with={{ n: NOTICE_TEXT_MAX }} />
      </p>
      <p class="notice-actions">
        <button type="submit" class="button is-first" data-action="send" disabled={props.isBusy || !draft().hasText()}>
          {word(draft().of() === null ? 'send' : 'save')}
        </button>
        <Show when={draft().of() !== null}>
          <button type="button" class="link" data-action="cancel" onClick={() => draft().begin(null)}>
            {word('cancel')}
          </button>
        </Show>
      </p>
    </form>
  );
}

function Words(props: { name: 'he' | 'en'; label: string; dir: 'rtl' | 'ltr'; draft: Draft }): JSX.Element {
  return (
    <label class="field">
      {props.label}
      <textarea
        name={props.name}
        dir={props.dir}
        lang={props.name}
        rows={3}
        maxLength={NOTICE_TEXT_MAX}
        value={props.draft.typed()[props.name]}
        onInput={(event) => props.draft.type({ [props.name]: event.currentTarget.value })}
      />
    </label>
  );
}

/** An instant by the clocks of the site; left empty it is what `empty` says. */
function When(props: { name: 'starts' | 'ends'; label: string; empty: string; draft: Draft; isFixed: boolean }): JSX.Element {
  const about = createUniqueId();
  return (
    <label class="field">
      {props.label}
      <input
        type="datetime-local"
        name={props.name}
        dir="ltr"
        aria-describedby={about}
        disabled={props.isFixed}
        value={props.draft.typed()[props.name]}
        onInput={(event) => props.draft.type({ [props.name]: event.currentTarget.value })}
      />
      <small id={about}>
        {props.draft.typed()[props.name] === '' ? `${props.empty} · ` : ''}
        <Tell of="zoneIs" with={{ zone: site()?.timezone ?? 'UTC' }} />
      </small>
    </label>
  );
}
