/*
 * image.ts: app images of tests. A test may be TypeScript; its types are taken off here without a check (lint
 * checks all tests at once, which is much quicker), then the toolchain builds the image as it does an app's.
 */
import * as esbuild from 'esbuild';
import * as fs from 'node:fs';
import { builtinModules } from 'node:module';
import * as path from 'node:path';
import { compose, Positions, type SourceMap } from '#toolchain/build/sourcemap';
import type { Engine, Port } from '#toolchain/build/paths';
import { publicModules } from '#toolchain/build/library';
import { inRoot, displayPath, writeWhole } from '#toolchain/build/paths';

/** One JavaScript file of a test with its own files in it, and the map (version 3) to what they were. */
export interface Script {
  code: string;
  map: SourceMap;
}

/**
 * Joins a test and the files that it requires into one script in today's JavaScript; built-in modules stay `require`.
 * `plugins` are asked first.
 */
export async function joinScript(entry: string, plugins: esbuild.Plugin[] = []): Promise<Script> {
  const folder = inRoot();
  const result = await esbuild.build({
    absWorkingDir: folder,
    entryPoints: [entry],
    bundle: true,
    write: false,
    outfile: inRoot('joined.js'),
    format: 'cjs',
    platform: 'neutral',
    target: 'es2022',
    sourcemap: 'external',
    sourcesContent: false,
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'silent',
    tsconfigRaw: { compilerOptions: { strict: true } },
    external: [...builtinModules, 'node:*', ...publicModules()],
    plugins,
  });
  const text = (end: string): string => result.outputFiles.find((file) => file.path.endsWith(end))!.text;
  const map = JSON.parse(text('.map')) as SourceMap;
  map.sources = map.sources.map((source) => path.resolve(folder, source));
  return { code: text('joined.js'), map };
}

/** Turns positions of a test's image into positions of its files, in console text. */
export type Mapper = (text: string) => string;

export interface TestImage {
  /** Path of the image. */
  image: string;
  map: Mapper;
}

/**
 * Builds the image of a joined script at build/test-images/<engine>/<name>.tgi. Rejects with the toolchain's message.
 */
export async function makeImage(name: string, script: Script, engine: Engine, port: Port): Promise<TestImage> {
  const base = imageBase(name, engine);
  const file = `${base}.js`;
  writeWhole(file, script.code);
  const { image, map } = await build(file, `${base}.tgi`, engine, port);
  return { image, map: mapper(compose(map, script.map)) };
}

/** As makeImage, of a test's file as it is: the toolchain does all, as for an app. */
export async function buildTestImage(name: string, file: string, engine: Engine, port: Port): Promise<TestImage> {
  const { image, map } = await build(file, `${imageBase(name, engine)}.tgi`, engine, port);
  return { image, map: mapper(map) };
}

/** Path without extension of the image of a test. */
function imageBase(name: string, engine: Engine): string {
  return inRoot('build', 'test-images', engine, name.replace(/\.[cm]?[jt]s$/, ''));
}

async function build(
  file: string,
  out: string,
  engine: Engine,
  port: Port,
): Promise<{ image: string; map: SourceMap }> {
  // Loaded when first needed: it brings TypeScript along, which takes a while.
  const { buildImage } = await import('#toolchain/commands/build');
  const built = await buildImage(file, { engine, port, out });
  const map = JSON.parse(fs.readFileSync(built.map, 'utf8')) as SourceMap;
  const folder = path.dirname(built.map);
  map.sources = map.sources.map((source) => path.resolve(folder, source));
  return { image: built.image, map };
}

function mapper(map: SourceMap): Mapper {
  const positions = new Positions(map);
  return (text) =>
    text.replace(/\bapp\.js:(\d+):(\d+)/g, (whole, line: string, column: string) => {
      const place = positions.find(Number(line), Number(column));
      return place === undefined ? whole : `${displayPath(place.source)}:${place.line}:${place.column}`;
    });
}
