import { type JSX, Show } from 'solid-js';
import type { BoardLayout } from '../../shared/boards/layout.ts';
import { percentText } from '../i18n/format.ts';
import { authorTyped, nameAuthor } from './author.ts';
import { useEditor } from './editor-context.ts';
import { type Choice, ChoiceField, FlagField, TextField, WordsFields } from './fields.tsx';
import { problemText } from './problems.ts';
import { word } from './words.ts';

const SCALES = [0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6];
const LEVELS = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
/** What a night is, until somebody says when theirs is. */
const NIGHT = { from: '22:00', to: '06:00', level: 0.4 };

/** Percents to choose from; what is set and not among them is added. */
function shares(known: readonly number[], present: number): Choice[] {
  const all = known.includes(present) ? known : [...known, present].sort((a, b) => a - b);
  return all.map((share) => ({ value: String(share), text: share === 1 ? word('scaleNormal') : percentText(share, 0) }));
}

/** The board itself: what it is called, in which language and how it looks. */
export function BoardOptions(): JSX.Element {
  const { session } = useEditor();
  const layout = () => session.layout();
  const set = (change: Partial<BoardLayout>, at: string) => session.change({ ...layout(), ...change }, `board ${at}`);
  const wrong = (field: string) => {
    const found = session.problems().find((one) => one.page === null && one.field.startsWith(field));
    return found === undefined ? null : problemText(found.message);
  };
  const languages = () => [
    { value: '', text: word('languageSite') },
    { value: 'he', text: word('hebrew') },
    { value: 'en', text: word('english') },
  ];
  const themes = () => [
    { value: 'dark', text: word('themeDark') },
    { value: 'light', text: word('themeLight') },
  ];
  return (
    <section data-panel="board">
      <h2>{word('boardSettings')}</h2>
      <WordsFields label={word('boardName')} name="name" value={layout().name} wrong={wrong('name')} onInput={(name) => set({ name }, 'name')} />
      <ChoiceField
        label={word('language')}
        name="language"
        value={layout().language ?? ''}
        groups={[{ heading: null, choices: languages() }]}
        onChoose={(language) => set({ language: language === 'he' || language === 'en' ? language : null }, 'language')}
      />
      <small class="note">{word('languageNote')}</small>
      <ChoiceField
        label={word('theme')}
        name="theme"
        value={layout().theme}
        groups={[{ heading: null, choices: themes() }]}
        onChoose={(theme) => set({ theme: theme === 'light' ? 'light' : 'dark' }, 'theme')}
      />
      <ChoiceField
        label={word('scale')}
        name="scale"
        value={String(layout().scale)}
        groups={[{ heading: null, choices: shares(SCALES, layout().scale) }]}
        onChoose={(scale) => set({ scale: Number(scale) }, 'scale')}
      />
      <Night layout={layout()} set={set} wrong={wrong} />
      <FlagField label={word('sound')} name="sound" value={layout().sound} onChange={(sound) => set({ sound }, 'sound')} />
      <TextField label={word('yourName')} name="author" value={authorTyped()} note={word('yourNameWhy')} onInput={nameAuthor} />
    </section>
  );
}

type NightProps = { layout: BoardLayout; set: (change: Partial<BoardLayout>, at: string) => void; wrong: (field: string) => string | null };

/** Whether, when and how far the screen is dimmed. */
function Night(props: NightProps): JSX.Element {
  return (
    <>
      <FlagField
        label={word('night')}
        name="night"
        value={props.layout.night !== null}
        onChange={(isOn) => props.set({ night: isOn ? NIGHT : null }, 'night')}
      />
      <Show when={props.layout.night}>
        {(night) => (
          <div class="ed-pair">
            <TextField
              label={word('nightFrom')}
              name="night.from"
              dir="ltr"
              value={night().from}
              wrong={props.wrong('night.from')}
              onInput={(from) => props.set({ night: { ...night(), from } }, 'night.from')}
            />
            <TextField
              label={word('nightTo')}
              name="night.to"
              dir="ltr"
              value={night().to}
              wrong={props.wrong('night.to')}
              onInput={(to) => props.set({ night: { ...night(), to } }, 'night.to')}
            />
            <ChoiceField
              label={word('nightLevel')}
              name="night.level"
              value={String(night().level)}
              groups={[{ heading: null, choices: shares(LEVELS, night().level) }]}
              onChoose={(level) => props.set({ night: { ...night(), level: Number(level) } }, 'night.level')}
            />
          </div>
        )}
      </Show>
    </>
  );
}
