import type { ExtensionActivity, NodeStatus } from "../wire/mod.ts";
import { extensionStateTopic, nodeStateTopic, slug, statusTopic } from "./topics.ts";

/** What the entities of one bridge have in common. */
export interface Bridge {
  readonly clientId: string;
  readonly title: string;
  readonly version: string;
  readonly prefix: string;
  readonly discoveryPrefix: string;
}

/** The announcement of one entity: where it is published, and what. */
export interface Announcement {
  readonly topic: string;
  readonly payload: string;
}

/** Every state an extension can have, as Home Assistant is told them. */
export const ACTIVITIES: readonly ExtensionActivity[] = ["idle", "calling", "ringing", "in_call", "held"];

type Fields = Readonly<Record<string, unknown>>;

interface Entity {
  readonly component: "sensor" | "binary_sensor";
  /** What it is, among those of its device. */
  readonly key: string;
  readonly fields: Fields;
}

/** The bridge itself: whether it is there. */
export function announceBridge(bridge: Bridge): readonly Announcement[] {
  const { title, version, prefix } = bridge;
  const device = {
    identifiers: [bridgeId(bridge)],
    name: title,
    manufacturer: "Nexus",
    model: "Bridge",
    sw_version: version,
  };
  const status: Entity = {
    component: "binary_sensor",
    key: "status",
    fields: {
      name: "Status",
      state_topic: statusTopic(prefix),
      payload_on: "online",
      payload_off: "offline",
      device_class: "connectivity",
      entity_category: "diagnostic",
    },
  };
  // It tells of its own absence, so it is never unavailable.
  return [announce(bridge, bridgeId(bridge), device, status)];
}

/** A local node: whether it is keyed, how many links it has, who talked last. */
export function announceNode(
  bridge: Bridge,
  { node_id, name, callsign, server }: NodeStatus,
): readonly Announcement[] {
  const id = `${bridgeId(bridge)}_node_${slug(node_id)}`;
  const called = name ?? callsign;
  const device = {
    identifiers: [id],
    name: called === null ? `Node ${node_id}` : `Node ${node_id} ${called}`,
    manufacturer: "Nexus",
    model: `Node of ${server}`,
    via_device: bridgeId(bridge),
  };
  const state_topic = nodeStateTopic(bridge.prefix, node_id);
  const entities: readonly Entity[] = [
    {
      component: "binary_sensor",
      key: "keyed",
      fields: {
        name: "Keyed",
        state_topic,
        value_template: "{{ 'ON' if value_json.keyed else 'OFF' }}",
        icon: "mdi:radio-tower",
      },
    },
    {
      component: "sensor",
      key: "links",
      fields: {
        name: "Links",
        state_topic,
        value_template: "{{ value_json.links }}",
        state_class: "measurement",
        unit_of_measurement: "links",
        icon: "mdi:link-variant",
      },
    },
    {
      component: "sensor",
      key: "last_talker",
      fields: {
        name: "Last talker",
        state_topic,
        value_template: "{{ value_json.last_talker.name if value_json.last_talker else 'none' }}",
        json_attributes_topic: state_topic,
        json_attributes_template: "{{ (value_json.last_talker or {}) | tojson }}",
        icon: "mdi:account-voice",
      },
    },
  ];
  return entities.map((entity) => announce(bridge, id, device, whileHeard(bridge, state_topic, entity)));
}

/** An extension: what it does. */
export function announceExtension(
  bridge: Bridge,
  { extension, name }: { readonly extension: string; readonly name: string | null },
): readonly Announcement[] {
  const id = `${bridgeId(bridge)}_extension_${slug(extension)}`;
  const device = {
    identifiers: [id],
    name: name === null ? `Extension ${extension}` : `Extension ${extension} ${name}`,
    manufacturer: "Nexus",
    model: "Extension",
    via_device: bridgeId(bridge),
  };
  const state_topic = extensionStateTopic(bridge.prefix, extension);
  const entity: Entity = {
    component: "sensor",
    key: "state",
    fields: {
      name: "State",
      state_topic,
      value_template: "{{ value_json.state }}",
      device_class: "enum",
      options: ACTIVITIES,
      icon: "mdi:phone",
    },
  };
  return [announce(bridge, id, device, withAvailability(bridge, entity))];
}

function bridgeId({ clientId }: Bridge): string {
  const id = slug(clientId);
  return id.startsWith("nexus") ? id : `nexus_${id}`;
}

/** What a node was last known to do is nothing to act on while its server is away: then it is unavailable too. */
function whileHeard({ prefix }: Bridge, stateTopic: string, { component, key, fields }: Entity): Entity {
  const heard = {
    topic: stateTopic,
    value_template: "{{ 'offline' if value_json.stale else 'online' }}",
  };
  const availability = [{ topic: statusTopic(prefix) }, heard];
  return { component, key, fields: { ...fields, availability, availability_mode: "all" } };
}

function withAvailability({ prefix }: Bridge, { component, key, fields }: Entity): Entity {
  return { component, key, fields: { ...fields, availability_topic: statusTopic(prefix) } };
}

function announce(
  bridge: Bridge,
  id: string,
  device: Fields,
  { component, key, fields }: Entity,
): Announcement {
  const unique_id = `${id}_${key}`;
  const origin = { name: "Nexus", sw_version: bridge.version };
  return {
    topic: `${bridge.discoveryPrefix}/${component}/${id}/${key}/config`,
    payload: JSON.stringify({ ...fields, unique_id, device, origin }),
  };
}
