import type { Chan, Pbx } from "./pbx.ts";

/** The phone of `by` asks for it (REFER): who stays runs the dialplan at another number. */
export function blind(pbx: Pbx, by: Chan, stays: Chan, exten: string): void {
  const bridge = by.bridge;
  stays.exten = exten;
  pbx.leave(stays);
  pbx.aboutMany(
    "BlindTransfer",
    { Transferer: by, Transferee: stays },
    ["Result", "Success"],
    [
      "IsExternal",
      "Yes",
    ],
    ["Context", "internal"],
    ["Extension", exten],
  );
  pbx.leave(by);
  if (bridge !== null) pbx.bridgeDestroy(bridge);
  pbx.hangup(by, 16);
}

/** Somebody asks the exchange itself (AMI Redirect): `stays` runs the dialplan at another number, who talked with it is cleared. */
export function redirected(pbx: Pbx, stays: Chan, cleared: Chan, exten: string): void {
  const bridge = stays.bridge;
  stays.exten = exten;
  pbx.leave(stays);
  pbx.leave(cleared);
  if (bridge !== null) pbx.bridgeDestroy(bridge);
  pbx.hangup(cleared, 16);
}

/** The same of somebody who was called, as recorded: its dialplan begins before who called is cleared. */
export function redirectedCalled(pbx: Pbx, called: Chan, caller: Chan, exten: string): void {
  const bridge = called.bridge;
  called.exten = exten;
  pbx.newexten(called, "AppDial", "(Outgoing Line)");
  pbx.leave(called);
  pbx.newexten(called, "NoOp", "");
  pbx.leave(caller);
  if (bridge !== null) pbx.bridgeDestroy(bridge);
}

/** What Asterisk tells of a transfer after consulting. */
export function attendedEvent(
  pbx: Pbx,
  chans: { readonly first: Chan; readonly second: Chan; readonly transferee: Chan; readonly target: Chan },
  type = "Bridge",
): void {
  pbx.aboutMany(
    "AttendedTransfer",
    {
      OrigTransferer: chans.first,
      SecondTransferer: chans.second,
      Transferee: chans.transferee,
      TransferTarget: chans.target,
    },
    ["Result", "Success"],
    ["IsExternal", "Yes"],
    ["DestType", type],
  );
}

/** The two calls of `first` and `second` (one phone) become one: who was consulted moves to who waits. */
export function attended(pbx: Pbx, first: Chan, second: Chan, transferee: Chan, target: Chan): void {
  const [kept, left] = [first.bridge, second.bridge];
  if (kept === null || left === null) throw new Error("transfer, somebody is in no bridge");
  pbx.emit("BridgeMerge", [["ToBridgeUniqueid", kept], ["FromBridgeUniqueid", left]]);
  pbx.leave(target);
  target.linkedid = transferee.linkedid;
  pbx.enter(target, kept);
  pbx.leave(second);
  attendedEvent(pbx, { first, second, transferee, target });
  pbx.bridgeDestroy(left);
  pbx.hangup(second, 16);
  pbx.leave(first);
  pbx.hangup(first, 16);
}

/**
 * The second leg is in Dial yet, so a Local channel joins the bridge in place of the first, and its other half takes
 * over the second's place.
 */
export function blonde(
  pbx: Pbx,
  { caller, called, second, bob, bridge }: {
    readonly caller: Chan;
    readonly called: Chan;
    readonly second: Chan;
    readonly bob: Chan;
    readonly bridge: string;
  },
): void {
  const { one, two } = pbx.local("_attended@transfer/m", caller);
  pbx.enter(one, bridge, called);
  pbx.leave(called);
  const taken = two.name;
  const phone = second.name;
  pbx.rename(two, `${taken}<MASQ>`);
  pbx.rename(second, taken);
  pbx.rename(two, `${phone}<ZOMBIE>`);
  attendedEvent(pbx, { first: called, second, transferee: caller, target: bob }, "App");
  pbx.hangup(two, 16);
  pbx.hangup(called, 16);
}
