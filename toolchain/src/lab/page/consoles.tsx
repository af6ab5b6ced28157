/** The boards' consoles; a place in a stack opens the line of TypeScript. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Store } from './store';

const PLACE = /((?:[\w.@/-]+\/)?[\w.@-]+\.[cm]?[jt]s):(\d+)(?::\d+)?/g;

export function Consoles({ store, board, choose }: { store: Store; board: string; choose(board: string): void }) {
  const [place, setPlace] = useState<{ file: string; line: number }>();
  const box = useRef<HTMLPreElement>(null);
  const atEnd = useRef(true);
  useLayoutEffect(() => {
    if (box.current && atEnd.current) box.current.scrollTop = box.current.scrollHeight;
  });
  const boards = store.hello?.boards ?? [];
  const lines = store.consoles.get(board) ?? [];
  return (
    <section class="consoles panel" aria-label="Consoles">
      <header>
        <h2>Console</h2>
        {boards.length <= 8 ? (
          <div role="tablist" aria-label="Boards">
            {boards.map((name, i) => (
              <button
                key={name}
                role="tab"
                class={`c${i % 12}`}
                aria-selected={name === board}
                onClick={() => choose(name)}
              >
                {name}
              </button>
            ))}
          </div>
        ) : (
          <select aria-label="Board" value={board} onChange={(event) => choose(event.currentTarget.value)}>
            {boards.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        )}
      </header>
      <pre
        class="console"
        ref={box}
        tabIndex={0}
        aria-label={`Console of ${board}`}
        onScroll={(event) => {
          const element = event.currentTarget;
          atEnd.current = element.scrollTop + element.clientHeight >= element.scrollHeight - 20;
        }}
      >
        {lines.map((line, i) => (
          <Line key={i} text={line} open={(file, number) => setPlace({ file, line: number })} />
        ))}
      </pre>
      {place && <Source store={store} file={place.file} line={place.line} close={() => setPlace(undefined)} />}
    </section>
  );
}

function Line({ text, open }: { text: string; open(file: string, line: number): void }) {
  const parts = [];
  let at = 0;
  for (const match of text.matchAll(PLACE)) {
    parts.push(text.slice(at, match.index));
    const [whole, file, line] = match as unknown as [string, string, string];
    parts.push(
      <button class="place" onClick={() => open(file, Number(line))}>
        {whole}
      </button>,
    );
    at = match.index + whole.length;
  }
  return (
    <>
      {parts}
      {`${text.slice(at)}\n`}
    </>
  );
}

function Source({ store, file, line, close }: { store: Store; file: string; line: number; close(): void }) {
  const [source, setSource] = useState<{ first: number; lines: string[] } | 'none'>();
  const here = useRef<HTMLElement>(null);
  useEffect(() => {
    void store.source(file, line).then((found) => setSource(found ?? 'none'));
  }, [file, line]);
  useLayoutEffect(() => here.current?.scrollIntoView({ block: 'center' }), [source]);
  return (
    <div class="source" role="region" aria-label={`${file} line ${line}`}>
      <header>
        <h3>{`${file}:${line}`}</h3>
        <button onClick={close} aria-label="Close the source">
          ✕
        </button>
      </header>
      {source === 'none' ? (
        <p class="empty">This file is not one of the apps’.</p>
      ) : (
        <pre>
          {source?.lines.map((text, i) => {
            const number = source.first + i;
            return (
              <code key={number} ref={number === line ? here : undefined} class={number === line ? 'here' : undefined}>
                {`${String(number).padStart(4)}  ${text}`}
              </code>
            );
          })}
        </pre>
      )}
    </div>
  );
}
