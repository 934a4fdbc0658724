namespace RetailPulse.Tests.Support.Processes;

/// <summary>Tests that judge how soon something happens. No other test runs while one of them does.</summary>
[CollectionDefinition("Alone", DisableParallelization = true)]
public sealed class NonParallelTests;
