/** What is being typed over a row: what differs, what is wrong, and what somebody else changed meanwhile. */
import { createMemo, createSignal } from 'solid-js';
import { createStore } from 'solid-js/store';
import { type Field, readField } from '../../shared/settings-fields.ts';
import { EDITED, type Kind, type Row, type Values } from './api.ts';
import { faultText, typedOf } from './shown.ts';
import { word } from './words.ts';

/** `isTaken`: whether another team or site has the name. */
export function createDraft(kind: Kind, first: Row, isTaken: (name: string) => boolean) {
  const fields = EDITED[kind];
  const textsOf = (row: Row) => Object.fromEntries(fields.map((field) => [field.name, typedOf(kind, row, field)]));
  const [base, setBase] = createSignal(first);
  const [typed, setTyped] = createStore<Record<string, string>>(textsOf(first));
  /** By field: what somebody else has set since this draft began. */
  const [theirs, setTheirs] = createSignal<Readonly<Record<string, string>>>({});
  const before = createMemo(() => textsOf(base()));
  const isTouched = (field: Field) => (typed[field.name] ?? '').trim() !== (before()[field.name] ?? '').trim();
  const touched = createMemo(() => fields.filter(isTouched));
  const faultOf = (field: Field): string | null => {
    if (!isTouched(field)) return null;
    const text = typed[field.name] ?? '';
    if ((kind === 'teams' || kind === 'sites') && field.name === 'name') {
      if (text.trim() === '') return word('empty');
      if (isTaken(text.trim())) return word('taken');
    }
    const read = readField(field, text);
    return read.ok ? null : faultText(read.error);
  };
  return {
    fields,
    base,
    typed,
    type: (name: string, text: string) => setTyped(name, text),
    theirs,
    touched,
    faultOf,
    faults: createMemo(() => touched().filter((field) => faultOf(field) !== null)),
    /** What is to be saved. */
    values(): Values {
      return Object.fromEntries(
        touched().map((field) => {
          const read = readField(field, typed[field.name] ?? '');
          return [field.name, read.ok ? read.value : null];
        }),
      );
    },
    /** Goes on from what somebody else has saved: his values where nothing was typed, told beside those where something was. */
    rebase(fresh: Row) {
      const now = textsOf(fresh);
      const changed = fields.filter(({ name }) => now[name] !== before()[name]);
      const mine = new Set(touched().map(({ name }) => name));
      for (const { name } of changed) if (!mine.has(name)) setTyped(name, now[name] ?? '');
      setTheirs({ ...theirs(), ...Object.fromEntries(changed.map(({ name }) => [name, now[name] ?? ''])) });
      setBase(fresh);
    },
  };
}

export type Draft = ReturnType<typeof createDraft>;
