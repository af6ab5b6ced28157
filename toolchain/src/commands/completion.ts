/** `tinygram completion`: what a shell needs to complete the command's words, from the declaration in cli.ts. */
import type { Command, Option } from 'commander';
import { templateNames } from './new';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

interface Words {
  name: string;
  description: string;
  options: { flags: string[]; choices: string[]; description: string; takesValue: boolean }[];
}

/** Choices of options that come from what is there. */
const CHOICES: Record<string, () => string[]> = { '--template': templateNames };

function wordsOf(program: Command): Words[] {
  const help = program.createHelp();
  const optionOf = (option: Option): Words['options'][number] => ({
    flags: [option.short, option.long].filter((flag): flag is string => typeof flag === 'string'),
    choices: CHOICES[option.long ?? '']?.() ?? option.argChoices ?? [],
    description: option.description,
    takesValue: option.required || option.optional,
  });
  return help
    .visibleCommands(program)
    .filter((command) => command.name() !== 'help')
    .map((command) => ({
      name: command.name(),
      description: command.description(),
      options: help.visibleOptions(command).map(optionOf),
    }));
}

const flagsOf = ({ options }: Words): string => options.flatMap(({ flags }) => flags).join(' ');

/** bash and, by its bashcompinit, zsh. */
function bash(commands: Words[]): string {
  const choices = new Map<string, string>();
  for (const { name, options } of commands) {
    for (const { flags, choices: values } of options)
      if (values.length > 0) choices.set(flags.map((flag) => `${name}:${flag}`).join('|'), values.join(' '));
  }
  return [
    '_tinygram() {',
    '  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}',
    '  COMPREPLY=()',
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    COMPREPLY=($(compgen -W '${commands.map(({ name }) => name).join(' ')}' -- "$word"))`,
    '    return',
    '  fi',
    '  case "$command:$before" in',
    ...[...choices].map(
      ([flags, values]) => `    ${flags}) COMPREPLY=($(compgen -W '${values}' -- "$word")); return;;`,
    ),
    '  esac',
    '  case "$word" in -*) ;; *) return;; esac',
    '  case "$command" in',
    ...commands.map((one) => `    ${one.name}) COMPREPLY=($(compgen -W '${flagsOf(one)}' -- "$word"));;`),
    '  esac',
    '}',
    'complete -o default -o bashdefault -F _tinygram tinygram',
    '',
  ].join('\n');
}

const zsh = (commands: Words[]): string =>
  [
    '#compdef tinygram',
    // Where the shell's start files have not set completion up.
    '(( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i -D; }',
    'autoload -Uz bashcompinit && bashcompinit',
    bash(commands),
  ].join('\n');

function fish(commands: Words[]): string {
  const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
  const lines = commands.flatMap(({ name, description, options }) => [
    `complete -c tinygram -n __fish_use_subcommand -f -a ${name} -d ${quoted(description)}`,
    ...options.map(({ flags, choices, description: what, takesValue }) => {
      const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
      const value = choices.length > 0 ? ` -x -a ${quoted(choices.join(' '))}` : takesValue ? ' -r' : '';
      const where = `complete -c tinygram -n '__fish_seen_subcommand_from ${name}'`;
      return `${where} ${names.join(' ')}${value} -d ${quoted(what)}`;
    }),
  ]);
  return `${lines.join('\n')}\n`;
}

export const completion = (program: Command, shell: Shell): string => ({ bash, zsh, fish })[shell](wordsOf(program));
