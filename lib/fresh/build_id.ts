/** Text that the build replaces by the real id in every browser file. */
export const BUILD_ID_PLACEHOLDER = "FRESH_BUILD_ID_PLACEHOLDER";

/** The id of the build that is served: part of every locked asset URL. In the browser the build writes it in here. */
export let BUILD_ID: string = BUILD_ID_PLACEHOLDER;

/** Sets the id on the server, where it is known once the manifest has been read. */
export function setBuildId(id: string): void {
  BUILD_ID = id;
}
