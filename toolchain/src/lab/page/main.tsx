/** The laboratory's page. */
import { render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Consoles } from './consoles';
import { Controls } from './controls';
import { Detail } from './detail';
import { Frames } from './frames';
import { Boards, Graph, Picture } from './network';
import { Store, type Row } from './store';

const store = new Store();
/** For who measures: the page's own figures. */
Object.assign(globalThis, { laboratory: store });

/** Views of a narrow page, one at a time. */
const VIEWS = ['Frames', 'Network', 'Conditions', 'Console'] as const;

function Page() {
  const [, draw] = useState(0);
  const [selected, select] = useState<Row>();
  const [board, choose] = useState('');
  const [message, say] = useState('');
  const [view, setView] = useState<(typeof VIEWS)[number]>('Frames');
  const filter = useRef<HTMLInputElement>(null);
  useEffect(() => store.subscribe(() => draw((count) => count + 1)), []);
  const paused = store.state?.paused ?? false;
  const command = (text: string): void =>
    void store.command(text).then(say, () => say('The laboratory does not answer.'));
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const typing = /^(INPUT|SELECT|TEXTAREA)$/.test((event.target as HTMLElement).tagName);
      if (event.key === 'Escape') {
        select(undefined);
        filter.current?.blur();
      }
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === '/') {
        event.preventDefault();
        filter.current?.focus();
      } else if (event.key === 'p') {
        command(store.state?.paused ? 'resume' : 'pause');
      } else if (event.key === 's') {
        command('step');
      }
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  if (store.refused) {
    return (
      <main class="refused">
        <h1>Tinygram laboratory</h1>
        <p>The address lacks the token, or it is an old one. Open the address that the command printed.</p>
      </main>
    );
  }
  const chosen = board || store.hello?.boards[0] || '';
  const rate = store.rates.at(-1) ?? 0;
  const save = (): void =>
    void store.pcap().then((blob) => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(blob);
      link.download = 'laboratory.pcap';
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    });
  return (
    <div class={`page view-${view.toLowerCase()} ${selected ? 'has-detail' : ''}`}>
      <header class="top">
        <h1>
          Tinygram <span>laboratory</span>
        </h1>
        <span class={`status ${store.connected ? 'on' : 'off'}`} role="status">
          {store.connected
            ? `${store.hello?.port ?? ''}, ${store.hello?.engine ?? ''}, seed ${store.hello?.seed ?? ''}`
            : 'ended'}
        </span>
        <span class="rate">
          {`${rate.toFixed(0)} frames/s`}
          <Graph values={store.rates} label="Frames a second" limit={10} />
        </span>
        <input
          ref={filter}
          type="search"
          placeholder="Filter: b1 coap -arp lost  ( / )"
          aria-label="Filter"
          value={store.filter}
          onInput={(event) => store.setFilter(event.currentTarget.value)}
        />
        <div class="buttons">
          <button
            class={paused ? 'primary' : ''}
            onClick={() => command(paused ? 'resume' : 'pause')}
            aria-keyshortcuts="p"
          >
            {paused ? 'Resume' : 'Pause'}
          </button>
          <button disabled={!paused} onClick={() => command('step')} aria-keyshortcuts="s">
            Step
          </button>
          <button onClick={() => store.clear()}>Clear</button>
          <button onClick={save}>Save pcap</button>
        </div>
      </header>
      <nav class="views" aria-label="Views">
        {VIEWS.map((name) => (
          <button key={name} aria-pressed={name === view} onClick={() => setView(name)}>
            {name}
          </button>
        ))}
      </nav>
      {(message !== '' || store.skipped > 0) && (
        <p class="message" role="alert">
          {message}
          {store.skipped > 0 ? ` ${store.skipped} frames came too fast for this page; the pcap has them.` : ''}
        </p>
      )}
      <div class="columns">
        <aside class="left">
          <section class="panel network" aria-label="Network">
            <h2>Network</h2>
            <Picture store={store} board={chosen} choose={choose} />
            <Boards store={store} board={chosen} choose={choose} />
          </section>
          <section class="panel conditions" aria-label="Conditions">
            <h2>Conditions</h2>
            <Controls store={store} say={say} />
          </section>
        </aside>
        <main class="right">
          <Frames store={store} selected={selected} select={select} />
          <div class="below">
            <Consoles store={store} board={chosen} choose={choose} />
            {selected && <Detail store={store} row={selected} close={() => select(undefined)} />}
          </div>
        </main>
      </div>
    </div>
  );
}

void store.run();
render(<Page />, document.getElementById('page') as HTMLElement);
