namespace RetailPulse.Tests.Processes;

/// <summary>The collection of tests that must not run in parallel: they use the whole machine, or measure durations.</summary>
[CollectionDefinition("Alone", DisableParallelization = true)]
public sealed class Alone;
