namespace RetailPulse.Tests.Processes;

/// <summary>Not beside other tests: these take the machine, or say how long something takes.</summary>
[CollectionDefinition("Alone", DisableParallelization = true)]
public sealed class Alone;
