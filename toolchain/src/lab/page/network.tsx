/** The picture of boards and links, and the table of boards with their graphs. */
import type { BoardState } from '../page_messages';
import type { Sample, Store } from './store';

/** Boards that the picture shows one by one. */
const DRAWN = 24;

export function Picture({ store, board, choose }: { store: Store; board: string; choose(board: string): void }) {
  const boards = store.state?.boards ?? [];
  const drawn = boards.slice(0, DRAWN);
  const [width, height] = [300, 190];
  const [x, y] = [width / 2, height / 2];
  const cut = store.state?.partition ?? undefined;
  const placeOf = (i: number): { x: number; y: number } => {
    // From the right of the gateway, which is at the top, clockwise.
    const angle = -Math.PI / 2 + ((i + 1) / (drawn.length + 1)) * Math.PI * 2;
    return { x: x + Math.cos(angle) * 118, y: y + Math.sin(angle) * 74 };
  };
  const isCut = ({ name, up }: BoardState): boolean =>
    !up || (cut !== undefined && (cut.length === 0 || cut.includes(name)));
  const gateway = { x, y: y - 74 };
  return (
    <svg class="picture" viewBox={`0 0 ${width} ${height}`} role="group" aria-label="Boards and links">
      <line class="link" x1={x} y1={y} x2={gateway.x} y2={gateway.y} />
      {drawn.map((one, i) => {
        const at = placeOf(i);
        return <line key={one.name} class={`link ${isCut(one) ? 'cut' : ''}`} x1={x} y1={y} x2={at.x} y2={at.y} />;
      })}
      <rect class="switch" x={x - 26} y={y - 11} width={52} height={22} rx={4} />
      <text x={x} y={y + 4}>
        switch
      </text>
      <rect class="gateway" x={gateway.x - 32} y={gateway.y - 11} width={64} height={22} rx={11} />
      <text x={gateway.x} y={gateway.y + 4}>
        gateway
      </text>
      {drawn.map((one, i) => {
        const at = placeOf(i);
        const state = !one.running ? 'has ended' : isCut(one) ? 'is cut off' : 'is connected';
        return (
          <g
            key={one.name}
            class={`board c${i % 12} ${one.running ? '' : 'ended'} ${one.name === board ? 'chosen' : ''}`}
            role="button"
            tabindex={0}
            aria-label={`Board ${one.name} ${state}`}
            onClick={() => choose(one.name)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' || event.key === ' ') {
                event.preventDefault();
                choose(one.name);
              }
            }}
          >
            <circle cx={at.x} cy={at.y} r={drawn.length > 12 ? 12 : 17} />
            <text x={at.x} y={at.y + 4}>
              {one.name.slice(0, 5)}
            </text>
          </g>
        );
      })}
      {boards.length > DRAWN && <text x={x} y={height - 4}>{`and ${boards.length - DRAWN} more`}</text>}
    </svg>
  );
}

/** A line of values, the highest a bit below the top; `limit` is the least that this height stands for. */
export function Graph({ values, label, limit }: { values: (number | undefined)[]; label: string; limit: number }) {
  const [width, height] = [96, 22];
  const top = 1.25 * Math.max(limit, ...values.map((value) => value ?? 0));
  const step = width / Math.max(1, values.length - 1);
  const points = values
    .map((value, i) =>
      value === undefined ? '' : `${(i * step).toFixed(1)},${(height - 1 - (value / top) * (height - 2)).toFixed(1)}`,
    )
    .filter(Boolean)
    .join(' ');
  return (
    <svg class="graph" width={width} height={height} role="img" aria-label={label}>
      <polyline points={points} />
    </svg>
  );
}

const mebibytes = (bytes: number | undefined): string =>
  bytes === undefined ? '–' : `${(bytes / 1048576).toFixed(1)} MiB`;
const kibibytes = (bytes: number): string => (bytes / 1024).toFixed(bytes < 102_400 ? 1 : 0);
const percent = (share: number | undefined): string =>
  share === undefined ? '–' : `${(share * 100).toFixed(share < 0.1 ? 1 : 0)}%`;

export function Boards({ store, board, choose }: { store: Store; board: string; choose(board: string): void }) {
  const boards = store.state?.boards ?? [];
  return (
    <div class="boards scrolls">
      {boards.map((one, i) => {
        const samples: Sample[] = store.samples.get(one.name) ?? [];
        const last = samples.at(-1);
        return (
          <div key={one.name} class={`board-card ${one.name === board ? 'chosen' : ''}`}>
            <div class="board-head">
              <button class={`name c${i % 12}`} onClick={() => choose(one.name)} aria-pressed={one.name === board}>
                {one.name}
              </button>
              <span class="board-state">{one.running ? (one.up ? 'runs' : 'cable cut') : `ended, ${one.code}`}</span>
              <button onClick={() => void store.command(`link ${one.name} ${one.up ? 'down' : 'up'}`)}>
                {one.up ? 'Cut' : 'Mend'}
              </button>
              <button onClick={() => void store.command(`reset ${one.name}`)}>Reset</button>
            </div>
            <div class="board-figures">
              {one.heap !== undefined && (
                <>
                  <span>{`heap ${kibibytes(one.heap)} of ${kibibytes(one.heapSize ?? 0)} KiB`}</span>
                  <Graph values={samples.map(({ heap }) => heap)} label={`Heap of ${one.name}`} limit={8192} />
                </>
              )}
              {one.instructions !== undefined && (
                <>
                  <span>{`${((last?.instructions ?? 0) / 1e6).toFixed(2)} M instructions/s`}</span>
                  <Graph
                    values={samples.map(({ instructions }) => instructions)}
                    label={`Instructions of ${one.name}`}
                    limit={100_000}
                  />
                </>
              )}
              <span>{`memory ${mebibytes(last?.memory)}`}</span>
              <Graph values={samples.map(({ memory }) => memory)} label={`Memory of ${one.name}`} limit={1048576} />
              <span>{`processor ${percent(last?.cpu)}`}</span>
              <Graph values={samples.map(({ cpu }) => cpu)} label={`Processor time of ${one.name}`} limit={0.05} />
              <span class="counts">{`${one.sent} out, ${one.delivered} in, ${one.lost} lost`}</span>
            </div>
          </div>
        );
      })}
    </div>
  );
}
