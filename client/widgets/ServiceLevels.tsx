import { createMemo, createRenderEffect, For, type JSX, Show } from 'solid-js';
import type { WidgetOf } from '../../shared/boards/widgets.ts';
import { figureOf, resolved, settingsOf } from '../board/figure.ts';
import { scopeName, useChosen } from '../board/subject.ts';
import { Tell, windowWord } from '../board/words.ts';
import { useExplainable } from '../explain/explainable.ts';
import { Figure } from '../i18n/Figure.tsx';
import { percentText } from '../i18n/format.ts';
import { formulaKey } from '../i18n/formula.ts';
import { dictionary } from '../i18n/locale.ts';
import { useLive } from '../live/context.ts';
import { useFloor } from '../wall/floor.ts';
import { isBelow } from '../wall/targets.ts';

type Options = WidgetOf<'service-levels'>['options'];

/** The same contacts by several formulas, each with its formula in words: why two reports may differ. */
export function ServiceLevels(props: { options: Options }): JSX.Element {
  const live = useLive();
  const floor = useFloor();
  const chosen = useChosen();
  const board = () => live.store.board;
  const name = () => {
    const known = board();
    return known === null ? null : scopeName(known, props.options.scope, chosen());
  };
  const settings = createMemo(() => {
    const known = board();
    return known === null ? null : settingsOf(known, props.options.scope, chosen());
  });
  const value = (formula: string) => {
    const known = board();
    const { scope, window } = props.options;
    return known === null ? null : figureOf(known, { metric: `service_level_${formula}`, scope, window }, chosen(), live.tick());
  };
  const explain = useExplainable();
  const mark = (formula: string) => (element: HTMLElement) => {
    createRenderEffect(() => {
      const { scope, window } = props.options;
      const meant = resolved(scope, chosen());
      if (meant !== null) explain(`service_level_${formula}`, meant, window)(element);
    });
  };
  const target = () => settings()?.serviceLevelTarget;
  return (
    <section class="widget">
      <h2>
        <span>
          <Tell of="fourFormulas" /> {windowWord(props.options.window)}
        </span>
        <Show when={name()}>{(of) => <bdi>{of()}</bdi>}</Show>
      </h2>
      <div class="formulas">
        <For each={props.options.formulas}>
          {(formula) => (
            <div
              class="formula"
              data-formula={formula}
              data-level={isBelow(value(formula), target() ?? 0) ? 'warn' : 'ok'}
              classList={{ 'is-ours': formula === settings()?.formula }}
            >
              <div class="number" ref={mark(formula)}>
                <Figure>{floor.isUntold() ? dictionary().noData : percentText(value(formula), 1, target())}</Figure>
              </div>
              <span>{dictionary()[formulaKey(formula)]}</span>
            </div>
          )}
        </For>
      </div>
    </section>
  );
}
