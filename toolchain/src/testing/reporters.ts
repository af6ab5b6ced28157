/** How results of tests are shown: for people, as TAP 13, as JUnit's XML, as JSON. */
import { visible, visibleJson } from '../boards/visible';
import { styled } from '../style';
import { measuredText, totalsOf, type FileResult, type Result } from './results';

export const REPORTERS = ['readable', 'tap', 'junit', 'json'] as const;
export type ReporterName = (typeof REPORTERS)[number];

export interface Reporter {
  /** Text for a file's results, in the order of the files. */
  file(result: FileResult): string;
  /** Text after the last one. */
  end(files: readonly FileResult[]): string;
}

const indented = (text: string, by: string): string => text.replace(/^(?=.)/gm, by);

// ---- for people ------------------------------------------------------------------------------------------------

function readable(stream: { isTTY?: boolean }): Reporter {
  const mark = {
    pass: styled('green', '✔', stream),
    fail: styled('red', '✖', stream),
    skip: styled('gray', '-', stream),
    todo: styled('yellow', '…', stream),
  };
  const line = (one: Result): string => {
    const indent = '  '.repeat(one.path.length);
    const note = [
      one.status === 'skip' || one.status === 'todo' ? [one.status, one.reason].filter(Boolean).join(': ') : '',
      one.kind === 'test' && one.ms > 0 && one.measured?.instructions === undefined
        ? `${one.ms.toFixed(one.ms < 10 ? 1 : 0)} ms`
        : '',
      one.measured ? measuredText(one.measured) : '',
    ].filter((part) => part !== '');
    const head = one.kind === 'suite' && one.status === 'pass' ? '' : `${mark[one.status]} `;
    const tail = note.length > 0 ? styled('gray', ` (${note.join(', ')})`, stream) : '';
    const more = [...one.diagnostics.map((text) => `${indent}    ${visible(text)}\n`)];
    if (one.error) more.push(`${indented(visible(one.error.stack.trimEnd()), `${indent}    `)}\n`);
    return `${indent}${head}${visible(one.path[one.path.length - 1] as string)}${tail}\n${more.join('')}`;
  };
  return {
    file: ({ file, results, errors, output }) => {
      const failed = errors.length > 0 || results.some(({ status }) => status === 'fail');
      const console = failed && output !== '' ? `  its console:\n${indented(visible(output.trimEnd()), '    ')}\n` : '';
      return `${styled('bold', file, stream)}\n${results.map(line).join('')}${errors
        .map((error) => `  ${mark.fail} ${indented(visible(error), '    ').trimStart()}\n`)
        .join('')}${console}`;
    },
    end: (files) => {
      const { passed, failed, skipped, todo } = totalsOf(files);
      const parts = [
        `${passed} passed`,
        `${failed} failed`,
        `${skipped} skipped`,
        ...(todo > 0 ? [`${todo} to do`] : []),
      ];
      return `\n${styled(failed > 0 ? 'red' : 'green', parts.join(', '), stream)}\n`;
    },
  };
}

// ---- TAP -------------------------------------------------------------------------------------------------------

function tap(): Reporter {
  let number = 0;
  const point = (ok: boolean, name: string, note: string, block: string[]): string => {
    // "#" and new lines mean something in TAP.
    const safe = visible(name.replace(/\s+/g, ' ')).replace(/[\\#]/g, '\\$&');
    const yaml = block.length > 0 ? `  ---\n${block.map((text) => `${indented(text, '  ')}\n`).join('')}  ...\n` : '';
    return `${ok ? 'ok' : 'not ok'} ${++number} - ${safe}${note}\n${yaml}`;
  };
  const text = (name: string, value: string): string => `${name}: |-\n${indented(visible(value.trimEnd()), '  ')}`;
  return {
    file: ({ file, results, errors }) => {
      const points = results
        .filter(({ kind, status }) => kind === 'test' || status === 'fail')
        .map(({ path, status, reason, error, ms, measured, diagnostics }) => {
          const why = reason ? ` ${reason.replace(/\s+/g, ' ')}` : '';
          const note = status === 'skip' || status === 'todo' ? ` # ${status.toUpperCase()}${why}` : '';
          const block = [
            ...(ms > 0 ? [`duration_ms: ${ms}`] : []),
            ...Object.entries(measured ?? {}).map(([name, value]) => `${name}: ${value}`),
            ...(error ? [text('error', error.stack)] : []),
          ];
          const own = point(!error || status === 'todo', [file, ...path].join(' > '), note, block);
          return diagnostics.map((one) => `# ${visible(one)}\n`).join('') + own;
        });
      const broken = errors.map((error) => point(false, file, '', [text('error', error)]));
      return (number === points.length + broken.length ? 'TAP version 13\n' : '') + [...points, ...broken].join('');
    },
    end: (files) => {
      const { passed, failed, skipped, todo } = totalsOf(files);
      return `1..${number}\n# pass ${passed}\n# fail ${failed}\n# skip ${skipped}\n# todo ${todo}\n`;
    },
  };
}

// ---- JUnit -----------------------------------------------------------------------------------------------------

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const attribute = (text: string): string =>
  visible(text.replace(/\s+/g, ' ')).replace(/[&<>"]/g, (one) => ENTITIES[one] as string);
const body = (text: string): string => visible(text).replace(/[&<>]/g, (one) => ENTITIES[one] as string);
const seconds = (ms: number): string => (ms / 1000).toFixed(6);

function junit(): Reporter {
  const suite = ({ file, results, errors, output, ms }: FileResult): string => {
    const cases = results
      .filter(({ kind, status }) => kind === 'test' || status === 'fail')
      .map(({ path, status, reason, error, ms: own, measured }) => {
        const inside = [
          ...(measured
            ? [
                '<properties>',
                ...Object.entries(measured).map(([name, value]) => `<property name="${name}" value="${value}"/>`),
                '</properties>',
              ]
            : []),
          ...(status === 'skip' || status === 'todo' ? [`<skipped message="${attribute(reason ?? status)}"/>`] : []),
          ...(status === 'fail' && error
            ? [
                `<failure type="${attribute(error.name)}" message="${attribute(error.message)}">`,
                `${body(error.stack)}</failure>`,
              ]
            : []),
        ];
        const group = attribute([file, ...path.slice(0, -1)].join(' > '));
        const names = `classname="${group}" name="${attribute(path[path.length - 1] as string)}"`;
        return `<testcase ${names} time="${seconds(own)}">${inside.join('')}</testcase>`;
      });
    const broken = errors.map(
      (error) =>
        `<testcase classname="${attribute(file)}" name="(the file)" time="0">` +
        `<error message="${attribute(error.split('\n')[0] as string)}">${body(error)}</error></testcase>`,
    );
    const { failed, skipped, todo } = totalsOf([{ file, results, errors, output, ms }]);
    const all = [...cases, ...broken];
    return (
      `<testsuite name="${attribute(file)}" tests="${all.length}" failures="${failed - errors.length}" ` +
      `errors="${errors.length}" skipped="${skipped + todo}" time="${seconds(ms)}">\n` +
      `${all.map((one) => `  ${one}\n`).join('')}  <system-out>${body(output)}</system-out>\n</testsuite>\n`
    );
  };
  return {
    file: () => '',
    end: (files) => `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${files.map(suite).join('')}</testsuites>\n`,
  };
}

// ---- JSON ------------------------------------------------------------------------------------------------------

const json = (): Reporter => ({
  file: () => '',
  end: (files) => `${visibleJson({ totals: totalsOf(files), files })}\n`,
});

export function reporter(name: ReporterName, stream: { isTTY?: boolean }): Reporter {
  return { readable: () => readable(stream), tap, junit, json }[name]();
}
