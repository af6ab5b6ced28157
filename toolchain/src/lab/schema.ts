/** Checks JSON against a JSON Schema: the words that toolchain/scenario.schema.json uses, and no others. */

export interface Schema {
  $schema?: string;
  $ref?: string;
  $defs?: Record<string, Schema>;
  title?: string;
  description?: string;
  type?: 'object' | 'array' | 'string' | 'integer';
  properties?: Record<string, Schema>;
  additionalProperties?: false;
  required?: string[];
  items?: Schema;
  minItems?: number;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  oneOf?: Schema[];
}

/** What is wrong with a value, each with its place ("events[2].at: …"); [] when all is right. */
export function schemaErrors(value: unknown, schema: Schema, root: Schema = schema, place = ''): string[] {
  const wrong = (what: string): string[] => [`${place || 'the file'}: ${what}`];
  if (schema.$ref !== undefined) {
    const target = root.$defs?.[schema.$ref.replace('#/$defs/', '')];
    if (!target) throw new Error(`the schema has no ${schema.$ref}`);
    return schemaErrors(value, target, root, place);
  }
  if (schema.oneOf) {
    const tries = schema.oneOf.map((one) => schemaErrors(value, one, root, place));
    // The variant of the value's own type says best what is wrong.
    const own = schema.oneOf.findIndex((one) => one.type === typeOf(value));
    return tries.some((errors) => errors.length === 0) ? [] : (tries[Math.max(own, 0)] as string[]);
  }
  if (schema.type !== undefined && typeOf(value) !== schema.type)
    return wrong(`must be of type ${schema.type}, and is ${typeOf(value)}`);
  if (typeof value === 'string' && schema.pattern !== undefined && !new RegExp(schema.pattern).test(value))
    return wrong(`"${value}" does not read as ${schema.pattern}`);
  if (typeof value === 'number') {
    if (value < (schema.minimum ?? -Infinity) || value > (schema.maximum ?? Infinity))
      return wrong(`${value} is not within ${schema.minimum} to ${schema.maximum}`);
  }
  if (Array.isArray(value)) {
    if (value.length < (schema.minItems ?? 0)) return wrong(`needs ${schema.minItems} at least`);
    const { items } = schema;
    return items ? value.flatMap((one, i) => schemaErrors(one, items, root, `${place}[${i}]`)) : [];
  }
  if (typeof value === 'object' && value !== null && schema.properties) {
    const properties = schema.properties;
    const at = (name: string): string => (place === '' ? name : `${place}.${name}`);
    const missing = (schema.required ?? []).filter((name) => !(name in value)).map((name) => `${at(name)}: is missing`);
    return Object.entries(value).reduce((errors, [name, one]) => {
      const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
      if (known) errors.push(...schemaErrors(one, known, root, at(name)));
      else errors.push(`${at(name)}: is not known; there are ${Object.keys(properties).join(', ')}`);
      return errors;
    }, missing);
  }
  return [];
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}
