namespace RetailPulse.Grains.Telemetry;

/// <summary>A part of the way of an image, whose duration is reported.</summary>
internal enum ImageStage
{
    /// <summary>Waiting for one of the slots of the silo.</summary>
    SlotWait,

    /// <summary>Waiting in the queue of the host.</summary>
    HostWait,

    /// <summary>Looking up the name and opening a connection, if none was open.</summary>
    Connect,

    /// <summary>From the request to the headers of the response.</summary>
    FirstByte,

    /// <summary>Waiting for bytes of the body.</summary>
    Body,

    /// <summary>Measuring and hashing the bytes, without waiting for them.</summary>
    Measure,

    /// <summary>The sleep in place of inference.</summary>
    Sleep,

    /// <summary>The analysis by a service, with the wait for a permit.</summary>
    Analysis,

    /// <summary>Waiting until the result is on disk.</summary>
    Commit,
}
