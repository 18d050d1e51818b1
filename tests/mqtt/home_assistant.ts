/**
 * What Home Assistant asks of a discovery message, written down from its documentation of MQTT discovery, of the MQTT sensor and
 * binary sensor, and of entities in general. Each function gives every rule that is broken.
 */
import type { Outgoing } from "../../lib/mqtt/mod.ts";

const TOPIC_REGEXP =
  /^(?<prefix>.+?)\/(?<component>\w+)\/(?:(?<node>[a-zA-Z0-9_-]+)\/)?(?<object>[a-zA-Z0-9_-]+)\/config$/;

type Check = (value: unknown) => boolean;
type Fields = Readonly<Record<string, unknown>>;

const isText: Check = (value) => typeof value === "string" && value.length > 0;
const isTopic: Check = (value) =>
  typeof value === "string" && /^[^+#]+$/.test(value) && !value.includes("\0") && value.length < 65_536;
const isTemplate: Check = (value) =>
  typeof value === "string" && (value.match(/\{\{/g) ?? []).length === (value.match(/\}\}/g) ?? []).length;
const isIcon: Check = (value) => typeof value === "string" && /^mdi:[a-z0-9-]+$/.test(value);
const isTexts: Check = (value) => Array.isArray(value) && value.length > 0 && value.every(isText);
const isMap = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const oneOf = (...words: readonly string[]): Check => (value) =>
  typeof value === "string" && words.includes(value);

const AVAILABILITY: Readonly<Record<string, Check>> = {
  topic: isTopic,
  payload_available: isText,
  payload_not_available: isText,
  value_template: isTemplate,
};

/** One topic of several; without payloads of its own it tells `online` and `offline`. */
const isAvailability: Check = (value) =>
  isMap(value) && "topic" in value && broken("availability", value, AVAILABILITY).length === 0;

/** Keys that every entity may have. */
const SHARED: Readonly<Record<string, Check>> = {
  name: (value) => value === null || isText(value),
  unique_id: isText,
  state_topic: isTopic,
  value_template: isTemplate,
  json_attributes_topic: isTopic,
  json_attributes_template: isTemplate,
  availability_topic: isTopic,
  availability: (value) => Array.isArray(value) && value.length > 0 && value.every(isAvailability),
  availability_mode: oneOf("all", "any", "latest"),
  payload_available: isText,
  payload_not_available: isText,
  icon: isIcon,
  // `config` is for what can be set, and a sensor cannot.
  entity_category: oneOf("diagnostic"),
  qos: (value) => value === 0 || value === 1 || value === 2,
  device: isMap,
  origin: isMap,
};

const COMPONENTS: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  sensor: {
    device_class: oneOf("enum", "duration", "timestamp", "connectivity"),
    options: isTexts,
    state_class: oneOf("measurement", "total", "total_increasing"),
    unit_of_measurement: isText,
  },
  binary_sensor: {
    device_class: oneOf("connectivity", "running", "sound", "occupancy"),
    payload_on: isText,
    payload_off: isText,
  },
};

const DEVICE: Readonly<Record<string, Check>> = {
  identifiers: isTexts,
  name: isText,
  manufacturer: isText,
  model: isText,
  sw_version: isText,
  via_device: isText,
};

const ORIGIN: Readonly<Record<string, Check>> = { name: isText, sw_version: isText };

/** Every rule that one discovery message breaks; none for a good one. */
export function brokenRules({ topic, payload, retain }: Outgoing): readonly string[] {
  const named = TOPIC_REGEXP.exec(topic)?.groups;
  const allowed = COMPONENTS[named?.["component"] ?? ""];
  if (!named || !allowed) return [`no topic of a sensor or binary sensor: ${topic}`];
  if (!retain) return ["a discovery message is retained"];
  const config: unknown = JSON.parse(payload);
  if (!isMap(config)) return ["the payload is no object"];
  const { device, origin } = config;
  return [
    ...broken("entity", config, { ...SHARED, ...allowed }),
    ...broken("device", isMap(device) ? device : {}, DEVICE),
    ...broken("origin", isMap(origin) ? origin : {}, ORIGIN),
    ...missing("entity", config, ["state_topic", "unique_id", "device", "origin"]),
    ...missing("device", isMap(device) ? device : {}, ["identifiers", "name"]),
    ...missing("origin", isMap(origin) ? origin : {}, ["name"]),
    ...together(config),
  ];
}

function broken(what: string, fields: Fields, allowed: Readonly<Record<string, Check>>): readonly string[] {
  return Object.entries(fields).flatMap(([key, value]) => {
    const check = Object.hasOwn(allowed, key) ? allowed[key] : undefined;
    if (!check) return [`${what} has no key ${key}`];
    return check(value) ? [] : [`${what} ${key} cannot be ${JSON.stringify(value)}`];
  });
}

function missing(what: string, fields: Fields, keys: readonly string[]): readonly string[] {
  return keys.filter((key) => !(key in fields)).map((key) => `${what} needs ${key}`);
}

/** Rules of sensors about several keys. */
function together(
  { device_class, options, state_class, unit_of_measurement, availability, availability_topic }: Fields,
): readonly string[] {
  const isEnum = device_class === "enum";
  return [
    ...availability !== undefined && availability_topic !== undefined
      ? ["availability and availability_topic exclude each other"]
      : [],
    ...options !== undefined && !isEnum ? ["options are for device_class enum"] : [],
    ...isEnum && (state_class !== undefined || unit_of_measurement !== undefined)
      ? ["an enum has neither state_class nor unit_of_measurement"]
      : [],
    ...state_class === undefined && unit_of_measurement !== undefined
      ? ["a unit without a state_class has no statistics"]
      : [],
  ];
}
