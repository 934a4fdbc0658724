namespace RetailPulse.Tests.Support.Processes;

/// <summary>Tests that measure time or processor use. No other test runs while one of them does.</summary>
[CollectionDefinition("Alone", DisableParallelization = true)]
public sealed class Alone;
