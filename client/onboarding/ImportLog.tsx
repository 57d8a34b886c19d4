import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js';
import type { Import, Imports } from '../../shared/imports.ts';
import type { ApiError } from '../api.ts';
import { countText, percentText } from '../i18n/format.ts';
import { FileButton } from '../pages/FileButton.tsx';
import { Why } from '../refusals/Why.tsx';
import { Tell } from './Tell.tsx';
import { sendLog } from './upload.ts';
import { word } from './words.ts';

type ImportProps = { imports: Imports; refresh: () => Promise<unknown> };

const MEGABYTE = 1024 * 1024;

/** A file that was chosen or dropped, and what became of it. */
function createSending(props: ImportProps) {
  const [file, setFile] = createSignal<File | null>(null);
  const [source, setSource] = createSignal<string | null>(null);
  const [isNewSource, setNewSource] = createSignal(false);
  const [share, setShare] = createSignal<number | null>(null);
  const [failure, setFailure] = createSignal<ApiError | null>(null);
  const name = () => source() ?? props.imports.sources[0] ?? 'pbx1';
  const tooLarge = (chosen: File): ApiError | null => {
    const { maxBytes } = props.imports;
    const named = { size: Math.ceil(chosen.size / MEGABYTE), most: Math.floor(maxBytes / MEGABYTE) };
    return chosen.size <= maxBytes ? null : { status: 413, reason: '', code: 'too-large', with: named };
  };
  return {
    file,
    source: name,
    isNewSource,
    setNewSource,
    share,
    /** Why the last file did not come to be imported; what went wrong with the import itself the server tells. */
    failure,
    setSource,
    choose(chosen: File | null) {
      setFile(chosen);
      setFailure(chosen === null ? null : tooLarge(chosen));
    },
    isReady: () => file() !== null && share() === null && failure()?.code !== 'too-large' && name().trim() !== '',
    async send() {
      const chosen = file();
      if (chosen === null) return;
      setFailure(null);
      setShare(0);
      const sent = await sendLog({ file: chosen, source: name().trim(), isNewSource: isNewSource() }, setShare);
      await props.refresh();
      setShare(null);
      if (!sent.ok) setFailure(sent.error);
    },
  };
}

/** The way of a queue_log from here into the books. */
export function ImportLog(props: ImportProps): JSX.Element {
  const sending = createSending(props);
  const isBusy = () => sending.share() !== null || props.imports.current?.state === 'running' || props.imports.current?.state === 'receiving';
  const failed = (): Pick<ApiError, 'reason' | 'code' | 'with'> | null => {
    const told = props.imports.current?.failure ?? null;
    return sending.failure() ?? (told === null || isBusy() ? null : { reason: told.text, code: told.code, with: told.with });
  };
  const isOther = () => failed()?.code === 'other-source' || sending.isNewSource();
  const isDemo = () => props.imports.refused?.code === 'demo';
  return (
    <>
      <p>
        <Tell of="importHelp" />
      </p>
      <Show when={!isDemo()} fallback={<p class="note">{<Why of={{ reason: '', code: 'demo' }} />}</p>}>
        <p>{word(props.imports.hasImported ? 'importDone' : 'importNone')}</p>
        <Show when={props.imports.mayWrite}>
          <FileForm sending={sending} sources={props.imports.sources} isBusy={isBusy()} isOther={isOther()} />
        </Show>
        <div aria-live="polite">
          <Show when={failed()}>
            {(error) => (
              <p class="failure" role="alert" data-refused={error().code}>
                {word('failed')} <Why of={error()} />
              </p>
            )}
          </Show>
          <Progress share={sending.share()} file={sending.file()?.name ?? ''} current={props.imports.current} />
          <Show when={!isBusy() && props.imports.current?.state === 'done' && props.imports.current}>{(done) => <Result of={done()} />}</Show>
        </div>
      </Show>
    </>
  );
}

function FileForm(props: { sending: ReturnType<typeof createSending>; sources: readonly string[]; isBusy: boolean; isOther: boolean }): JSX.Element {
  const submit = (event: Event) => {
    event.preventDefault();
    void props.sending.send();
  };
  return (
    <form novalidate onSubmit={submit} data-form="import">
      <Drop sending={props.sending} isBusy={props.isBusy} />
      <div class="fields">
        <div class="field">
          <label for="import-source">{word('source')}</label>
          <input
            id="import-source"
            type="text"
            dir="ltr"
            autocomplete="off"
            list="import-sources"
            value={props.sending.source()}
            onInput={(event) => props.sending.setSource(event.currentTarget.value)}
          />
          <datalist id="import-sources">
            <For each={props.sources}>{(known) => <option value={known} />}</For>
          </datalist>
        </div>
      </div>
      <Show when={props.isOther}>
        <p class="tools">
          <label>
            <input
              type="checkbox"
              name="new-source"
              checked={props.sending.isNewSource()}
              onChange={(event) => props.sending.setNewSource(event.currentTarget.checked)}
            />
            {word('newSource')}
          </label>
        </p>
      </Show>
      <p class="tools">
        <button type="submit" class="button is-first" data-action="import" disabled={!props.sending.isReady() || props.isBusy}>
          {word('send')}
        </button>
      </p>
    </form>
  );
}

/** Where a file is dropped, or chosen. */
function Drop(props: { sending: ReturnType<typeof createSending>; isBusy: boolean }): JSX.Element {
  const [isOver, setOver] = createSignal(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    props.sending.choose(event.dataTransfer?.files[0] ?? null);
  };
  return (
    <fieldset
      class="drop"
      classList={{ 'is-over': isOver() }}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <span>{word('file')}</span>
      <FileButton name="log" isDisabled={props.isBusy} onChoose={props.sending.choose}>
        {word('choose')}
      </FileButton>
      <span class="note">
        <Show when={props.sending.file()} fallback={word('drop')}>
          {(file) => <bdi>{file().name}</bdi>}
        </Show>
      </span>
    </fieldset>
  );
}

/** First how much of the file is on its way, then how much of it is in the books. */
function Progress(props: { share: number | null; file: string; current: Import | null }): JSX.Element {
  const running = () => (props.current?.state === 'running' ? props.current : null);
  return (
    <Switch>
      <Match when={running()}>
        {(now) => (
          <p class="progress" data-progress="running">
            <progress max="1" value={now().share} />{' '}
            <Show when={now().share < 1} fallback={word('counting')}>
              <Tell of="running" with={{ file: now().file, percent: percentText(now().share, 0) }} />
            </Show>
          </p>
        )}
      </Match>
      <Match when={props.share !== null}>
        <p class="progress" data-progress="sending">
          <progress max="1" value={props.share ?? 0} /> <Tell of="sending" with={{ file: props.file, percent: percentText(props.share ?? 0, 0) }} />
        </p>
      </Match>
    </Switch>
  );
}

function Result(props: { of: Import }): JSX.Element {
  const result = () => props.of.result;
  return (
    <Show when={result()}>
      {(told) => (
        <div class="result" data-result="import">
          <p>
            <b>
              <Tell
                of="result"
                with={{
                  file: props.of.file,
                  lines: countText(told().lines),
                  contacts: countText(told().contacts),
                  accepted: countText(told().accepted),
                  duplicate: countText(told().duplicate),
                }}
              />
            </b>{' '}
            <a href="/review">{word('toReview')}</a>
          </p>
          <ul>
            <Show when={told().accepted === 0}>
              <li>{word('nothingNew')}</li>
            </Show>
            <Show when={told().tooOld > 0}>
              <li>
                <Tell of="tooOld" with={{ n: countText(told().tooOld) }} />
              </li>
            </Show>
            <Show when={told().rejected > 0}>
              <li>
                <Tell
                  of="rejected"
                  with={{ n: countText(told().rejected), line: countText(told().example?.line ?? 0), example: told().example?.text ?? '' }}
                />
              </li>
            </Show>
            <For each={told().anomalies}>
              {({ kind, count, example }) => (
                <li>
                  <Tell of="anomaly" with={{ kind, n: countText(count), example }} />
                </li>
              )}
            </For>
          </ul>
        </div>
      )}
    </Show>
  );
}
