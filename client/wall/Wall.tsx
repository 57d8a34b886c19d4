import { createEffect, type JSX } from 'solid-js';
import { Explainable } from '../explain/Explainable.tsx';
import { dictionary } from '../i18n/locale.ts';
import { site } from '../site.ts';
import { Agents } from '../widgets/Agents.tsx';
import { Curve } from '../widgets/Curve.tsx';
import { Figures } from '../widgets/Figures.tsx';
import { Queues } from '../widgets/Queues.tsx';
import { Screen } from './Screen.tsx';

/** The floor at a glance. The layout is the same whatever the data: trouble fills places that are already there. */
export function Wall(): JSX.Element {
  createEffect(() => {
    document.title = `${site()?.name ?? 'Moked'} · ${dictionary().wall}`;
  });
  return (
    <Explainable>
      <Screen withSound>
        <Figures />
        <div class="middle">
          <Queues />
          <Curve />
        </div>
        <Agents />
      </Screen>
    </Explainable>
  );
}
