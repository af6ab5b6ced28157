/**
 * The ESP32 component's CMake, run by CMake itself against a small stand-in of ESP-IDF's functions: first as the script
 * in which IDF asks a component what it requires, then in a project, for each engine and network of Kconfig.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';
import { makeEnvironment } from '#toolchain/build/make';
import { filesBelow, inRoot } from '#toolchain/build/paths';
import { scratch } from './lib/scratch';

const COMPONENT = inRoot('ports', 'esp32', 'components', 'tinygram');
const MAIN = inRoot('ports', 'esp32', 'main');
const read = (name: string): string => fs.readFileSync(inRoot('ports', 'esp32', name), 'utf8');
const KEYS = 'SRCS;INCLUDE_DIRS;PRIV_INCLUDE_DIRS;REQUIRES;PRIV_REQUIRES';

/** IDF's tools/cmake runs this for every component before it knows the configuration. */
const SCRIPT = `
macro(idf_component_register)
  cmake_parse_arguments(_ "" "" "${KEYS}" "\${ARGN}")
  message("registered: \${__REQUIRES} \${__PRIV_REQUIRES}")
  set(registered 1)
  return()
endmacro()
set(CMAKE_BUILD_EARLY_EXPANSION 1)
set(CMAKE_CURRENT_LIST_DIR "\${COMPONENT}")
include("\${COMPONENT}/CMakeLists.txt")
if(NOT registered)
  message(FATAL_ERROR "the component registered nothing")
endif()
`;

/** A project with the component alone. The targets are printed, a word a line, when all is known. */
const PROJECT = `
cmake_minimum_required(VERSION 3.16)
project(standin C)
function(idf_build_get_property out name)
  if(NOT name STREQUAL PROJECT_DIR)
    message(FATAL_ERROR "the stand-in has no property \${name}")
  endif()
  set(\${out} "\${STANDIN_PROJECT}" PARENT_SCOPE)
endfunction()
macro(idf_component_register)
  cmake_parse_arguments(_ "" "" "${KEYS}" "\${ARGN}")
  set(COMPONENT_LIB "__idf_\${STANDIN_NAME}")
  add_library(\${COMPONENT_LIB} STATIC \${__SRCS})
  target_include_directories(\${COMPONENT_LIB} PUBLIC \${__INCLUDE_DIRS} PRIVATE \${__PRIV_INCLUDE_DIRS})
endmacro()
function(tell target)
  foreach(property SOURCES INCLUDE_DIRECTORIES COMPILE_OPTIONS COMPILE_DEFINITIONS)
    get_target_property(words \${target} \${property})
    foreach(word IN LISTS words)
      message("\${target} \${property} \${word}")
    endforeach()
  endforeach()
endfunction()
set(STANDIN_NAME tinygram)
add_subdirectory("\${COMPONENT}" tinygram)
set(STANDIN_NAME main)
add_subdirectory("\${MAIN}" main)
foreach(target __idf_tinygram __idf_main tinygram_jerryscript)
  if(TARGET \${target})
    tell(\${target})
  endif()
endforeach()
`;

function cmake(args: string[], cwd: string): string {
  const run = spawnSync('cmake', args, { cwd, encoding: 'utf8', timeout: 60_000 });
  assert.equal(run.status, 0, `cmake ${args.join(' ')}\n${run.stdout}${run.stderr}`);
  return run.stderr;
}

/** What the configured project's targets have. */
interface Configured {
  folder: string;
  of(target: string, property: string): string[];
}

function configure(settings: string[]): Configured {
  const folder = scratch({ 'source/CMakeLists.txt': PROJECT });
  // What the component registry fetches, with the folders that the component names.
  const core = path.join(folder, 'managed_components/marcel-cd__jerryscript/jerryscript/jerry-core');
  fs.mkdirSync(path.join(core, 'include'), { recursive: true });
  fs.writeFileSync(path.join(core, 'include/jerryscript.h'), '');
  fs.writeFileSync(path.join(core, 'jcontext.c'), '');
  const words = [`COMPONENT=${COMPONENT}`, `MAIN=${MAIN}`, `STANDIN_PROJECT=${folder}`, ...settings];
  const told = cmake(['-S', 'source', '-B', 'build', ...words.map((word) => `-D${word}`)], folder);
  return {
    folder,
    of: (target, property) =>
      [...told.matchAll(new RegExp(`^${target} ${property} (.*)$`, 'gm'))].map(([, word]) =>
        path.isAbsolute(word) ? path.relative(inRoot(), word) : word,
      ),
  };
}

const ENGINE = {
  quickjs: ['CONFIG_TINYGRAM_ENGINE_QUICKJS=y'],
  jerryscript: ['CONFIG_TINYGRAM_ENGINE_JERRYSCRIPT=y', 'CONFIG_TINYGRAM_HEAP_KB=64', 'CONFIG_TINYGRAM_STACK_KB=16'],
};
const NETWORK = {
  wifi: ['CONFIG_TINYGRAM_NET_WIFI=y'],
  ethernet: ['CONFIG_TINYGRAM_NET_ETHERNET=y'],
  loopback: ['CONFIG_TINYGRAM_NET_NONE=y'],
};

test("in IDF's script, before the configuration is known, the component says what it requires", () => {
  const folder = scratch({ 'script.cmake': SCRIPT });
  const told = cmake([`-DCOMPONENT=${COMPONENT}`, '-P', 'script.cmake'], folder);
  assert.match(told, /^registered: .*\blwip\b.*\besp_netif\b/m);
});

/** ESP-IDF's options by the component that has them; the last ones are those of every build. */
const OPTIONS: [RegExp, string][] = [
  [/^SPIRAM/, 'esp_psram'],
  [/^ETH_/, 'esp_eth'],
  [/^ESP_WIFI_/, 'esp_wifi'],
  [/^LWIP_/, 'lwip'],
  [/^(ESP_TASK_WDT_|ESP_SYSTEM_|ESP_MAIN_TASK_|ESP_CONSOLE_)/, 'esp_system'],
  [/^(FREERTOS_|SOC_|IDF_TARGET|COMPILER_|ESPTOOLPY_|PARTITION_TABLE_)/, ''],
];

/** Names of options that are not ours, in what the component, its C and the project's defaults ask for. */
function optionsOfIdf(): Set<string> {
  const port = inRoot('ports', 'esp32');
  const names = new Set<string>();
  const ours = (name: string): boolean => /\.[ch]$|^CMakeLists\.txt$|\.cmake$|^sdkconfig\.defaults/.test(name);
  for (const file of filesBelow(port, ours)) {
    if (/\/(build|managed_components)\//.test(`/${path.relative(port, file)}`)) continue; // IDF's
    for (const [, name] of fs.readFileSync(file, 'utf8').matchAll(/\bCONFIG_([A-Z0-9_]+[A-Z0-9])\b/g)) names.add(name);
  }
  const kconfig = fs.readFileSync(path.join(COMPONENT, 'Kconfig.projbuild'), 'utf8');
  for (const [, condition] of kconfig.matchAll(/(?:\bdepends on|\bselect|" if|^\s+(?:default|range) .* if) (.+)$/gm))
    for (const [name] of condition.matchAll(/[A-Z][A-Z0-9_]+/g)) names.add(name);
  const ownLimits = fs.readFileSync(inRoot('runtime/include/config.h'), 'utf8') + read('port_config.h');
  return new Set(
    [...names].filter((name) => !name.startsWith('TINYGRAM_') && !ownLimits.includes(`#define CONFIG_${name} `)),
  );
}

test("each of IDF's options that is asked for belongs to a component that this one requires", () => {
  const folder = scratch({ 'script.cmake': SCRIPT });
  const told = cmake([`-DCOMPONENT=${COMPONENT}`, '-P', 'script.cmake'], folder);
  const required = new Set((/^registered: (.*)$/m.exec(told)?.[1] ?? '').split(/[ ;]+/));
  const asked = optionsOfIdf();
  assert.ok(asked.has('SPIRAM') && asked.has('ETH_USE_OPENETH') && asked.has('LWIP_IPV6'), [...asked].join(' '));
  for (const name of asked) {
    const component = OPTIONS.find(([names]) => names.test(name))?.[1];
    assert.ok(component !== undefined, `whose option is CONFIG_${name}?`);
    assert.ok(component === '' || required.has(component), `CONFIG_${name} is ${component}'s, which nothing requires`);
  }
});

test('the files are those that make compiles, all of them', () => {
  for (const [engine, settings] of Object.entries(ENGINE)) {
    const files = new Set<string>();
    for (const network of Object.values(NETWORK)) {
      const made = configure([...settings, ...network]);
      for (const target of ['__idf_tinygram', '__idf_main'])
        for (const file of made.of(target, 'SOURCES')) files.add(file === '../main.c' ? 'ports/esp32/main.c' : file);
    }
    const ours = [...files].filter((file) => file.endsWith('.c') && !file.endsWith('/registry.c'));
    const run = spawnSync(
      'make',
      ['-n', '-B', '-o', 'build/.setup-demo', 'PORT=esp32', `ENGINE=${engine}`, 'firmware'],
      {
        cwd: inRoot(),
        env: makeEnvironment(),
        encoding: 'utf8',
        timeout: 60_000,
      },
    );
    if (engine === 'jerryscript' && run.stderr.includes('is not installed')) continue;
    assert.equal(run.status, 0, run.stderr);
    const compiled = [...run.stdout.matchAll(/ -c (\S+\.c) -o .*\bbuild\/esp32\//g)].map(([, file]) => file);
    assert.deepEqual(ours.sort(), compiled.filter((file) => !file.endsWith('/registry.c')).sort(), engine);
  }
});

test('a file that comes or goes, and a changed set, make the next build configure again', () => {
  const { folder } = configure([...ENGINE.quickjs, ...NETWORK.wifi]);
  const made = (name: string): string => fs.readFileSync(path.join(folder, 'build/CMakeFiles', name), 'utf8');
  const [globs, files] = [made('VerifyGlobs.cmake'), made('Makefile.cmake')];
  for (const pattern of ['runtime/core/*.c', 'runtime/net/*.c', 'runtime/bindings/*.c', 'modules/*.ts'])
    assert.ok(globs.includes(inRoot(pattern)), `${pattern} is not looked at again`);
  for (const file of ['runtime/runtime.mk', 'ports/esp32/port.mk', 'runtime/engine/quickjs/engine.mk'])
    assert.ok(files.includes(inRoot(file)), `${file} is not looked at again`);
});

test('each network has its own file, the loopback none', () => {
  const netifs = (network: string[]): string[] =>
    configure([...ENGINE.quickjs, ...network])
      .of('__idf_tinygram', 'SOURCES')
      .map((file) => path.basename(file))
      .filter((name) => name.startsWith('netif_'));
  assert.deepEqual(netifs(NETWORK.wifi), ['netif_wifi.c']);
  assert.deepEqual(netifs(NETWORK.ethernet), ['netif_ethernet.c']);
  assert.deepEqual(netifs(NETWORK.loopback), []);
});

test('every C file of the port is in one set', () => {
  const text = fs.readFileSync(inRoot('ports/esp32/port.mk'), 'utf8');
  const sets = [...text.matchAll(/^ESP32_\w+ \+= (.*)$/gm)].flatMap(([, words]) => words.split(/\s+/));
  const files = filesBelow(inRoot('ports/esp32'), (name) => name.endsWith('.c')).map((file) =>
    path.relative(inRoot(), file),
  );
  assert.deepEqual(sets.filter((file) => file.startsWith('ports/esp32/')).sort(), files.sort());
});

test("no folder of ours stands before lwIP's own in the include path", () => {
  for (const settings of Object.values(ENGINE)) {
    const made = configure([...settings, ...NETWORK.wifi]);
    for (const folder of made.of('__idf_tinygram', 'INCLUDE_DIRECTORIES')) {
      // A component's folders come before those of the components that it requires.
      for (const name of ['arch/cc.h', 'lwipopts.h', 'hooks.h', 'lwip'])
        assert.ok(!fs.existsSync(inRoot(folder, name)), `${folder} has ${name}, which would hide IDF's`);
    }
  }
});

test("JerryScript's own files are a library apart, with the heap and stack of Kconfig", () => {
  const made = configure([...ENGINE.jerryscript, ...NETWORK.wifi]);
  assert.equal(made.of('tinygram_jerryscript', 'SOURCES').length, 1);
  const definitions = made.of('tinygram_jerryscript', 'COMPILE_DEFINITIONS');
  for (const wanted of ['JERRY_GLOBAL_HEAP_SIZE=(64)', 'JERRY_STACK_LIMIT=(16)', 'JERRY_SNAPSHOT_EXEC=1'])
    assert.ok(definitions.includes(wanted), `${wanted} in ${definitions.join(' ')}`);
});
