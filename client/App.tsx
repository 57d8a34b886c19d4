import { type JSX, lazy, Match, onMount, Switch } from 'solid-js';
import { dictionary } from './i18n/locale.ts';
import { askSite } from './site.ts';
import { Wall } from './wall/Wall.tsx';

// Pages of the desk are not in the way of the wall.
const Review = lazy(async () => ({ default: (await import('./review/Review.tsx')).Review }));
const Settings = lazy(async () => ({ default: (await import('./settings/Settings.tsx')).Settings }));
const Sources = lazy(async () => ({ default: (await import('./sources/Sources.tsx')).Sources }));
const Start = lazy(async () => ({ default: (await import('./onboarding/Start.tsx')).Start }));
const Alarms = lazy(async () => ({ default: (await import('./alarms/Alarms.tsx')).Alarms }));
const Notices = lazy(async () => ({ default: (await import('./notices/Notices.tsx')).Notices }));
const Boards = lazy(async () => ({ default: (await import('./boards/Boards.tsx')).Boards }));
const AtDesk = lazy(async () => ({ default: (await import('./boards/AtDesk.tsx')).AtDesk }));
const Editor = lazy(async () => ({ default: (await import('./editor/Editor.tsx')).Editor }));
const Tv = lazy(async () => ({ default: (await import('./tv/Tv.tsx')).Tv }));
const Enter = lazy(async () => ({ default: (await import('./pages/Enter.tsx')).Enter }));

/** A board on a screen, by its id. */
const TV = /^\/tv\/([^/]+)$/;
/** A board at a desk. */
const DESK = /^\/boards\/([^/]+)$/;
/** A board that is edited. */
const EDIT = /^\/boards\/([^/]+)\/edit$/;

/** Shows the page of the address. A page leads to another by a plain link: a wall is opened once and stays for weeks. */
export function App(): JSX.Element {
  const path = location.pathname.replace(/\/+$/, '') || '/';
  onMount(() => {
    if (path !== '/enter') void askSite();
  });
  return (
    <Switch fallback={<NotFound />}>
      <Match when={path === '/' || path === '/index.html'}>
        <Wall />
      </Match>
      <Match when={path === '/review'}>
        <Review />
      </Match>
      <Match when={path === '/settings'}>
        <Settings />
      </Match>
      <Match when={path === '/sources'}>
        <Sources />
      </Match>
      <Match when={path === '/start'}>
        <Start />
      </Match>
      <Match when={path === '/alarms'}>
        <Alarms />
      </Match>
      <Match when={path === '/notices'}>
        <Notices />
      </Match>
      <Match when={path === '/boards'}>
        <Boards />
      </Match>
      <Match when={DESK.exec(path)?.[1]}>{(board) => <AtDesk board={decodeURIComponent(board())} />}</Match>
      <Match when={EDIT.exec(path)?.[1]}>{(board) => <Editor board={decodeURIComponent(board())} />}</Match>
      <Match when={TV.exec(path)?.[1]}>{(board) => <Tv board={decodeURIComponent(board())} />}</Match>
      <Match when={path === '/enter'}>
        <Enter />
      </Match>
    </Switch>
  );
}

function NotFound(): JSX.Element {
  return (
    <main class="nothing is-page">
      <h1>{dictionary().notFound}</h1> <a href="/">{dictionary().toWall}</a>
    </main>
  );
}
