/** One frame, layer by layer, and its bytes. */
import { hexDump } from '../packets/applications';
import { decode } from '../packets/decode';
import { fateText } from './frames';
import type { Row, Store } from './store';

export function Detail({ store, row, close }: { store: Store; row: Row; close(): void }) {
  const { layers } = decode(row.frame);
  return (
    <section class="detail panel" aria-label="The chosen frame">
      <header>
        <h2>{`Frame ${row.number} from ${store.nameOf(row.from)}`}</h2>
        <button onClick={close} aria-label="Close the frame">
          ✕
        </button>
      </header>
      <div class="scrolls">
        <p class="fate">{fateText(store, row)}</p>
        {layers.map((layer, i) => (
          <details key={`${row.number}-${i}`} open={i > 0}>
            <summary>{layer.name}</summary>
            <dl>
              {layer.fields.map(([name, value], k) => (
                <div key={k}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          </details>
        ))}
        <details open>
          <summary>{`${row.frame.length} bytes`}</summary>
          <pre class="hex">{hexDump(row.frame)}</pre>
        </details>
      </div>
    </section>
  );
}
