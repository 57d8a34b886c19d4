import { createSignal, type JSX, lazy, onCleanup, onMount, Show, Suspense } from 'solid-js';
import { ExplainableContext, type Explained, pressed } from './explainable.ts';

// Nobody who only looks pays for it.
const Explain = lazy(async () => ({ default: (await import('./Explain.tsx')).Explain }));

/** A page on which a press on a number says what it is made of. */
export function Explainable(props: { children: JSX.Element }): JSX.Element {
  const [asked, setAsked] = createSignal<{ of: Explained; text: string } | null>(null);
  const press = (event: MouseEvent | KeyboardEvent) => {
    const found = pressed(event);
    if (found === null) return;
    event.preventDefault();
    setAsked(found);
  };
  onMount(() => {
    document.addEventListener('click', press);
    document.addEventListener('keydown', press);
    onCleanup(() => {
      document.removeEventListener('click', press);
      document.removeEventListener('keydown', press);
    });
  });
  return (
    <ExplainableContext.Provider value={true}>
      {props.children}
      <Suspense>
        <Show when={asked()} keyed>
          {({ of, text }) => <Explain of={of} text={text} onClose={() => setAsked(null)} />}
        </Show>
      </Suspense>
    </ExplainableContext.Provider>
  );
}
