import { render } from 'solid-js/web';
import { assert } from '../shared/assert.ts';
import { App } from './App.tsx';
import { startLocale } from './i18n/locale.ts';
import './styles/tokens.css';
import './styles/base.css';

const root = document.getElementById('root');
assert(root !== null, 'index.html has an element with the id root');
startLocale();
render(() => <App />, root);
