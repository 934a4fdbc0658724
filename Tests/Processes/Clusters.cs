namespace RetailPulse.Tests.Processes;

/// <summary>Tests that run several silos as processes. Only one of them runs at a time, alongside other tests.</summary>
[CollectionDefinition("Clusters")]
public sealed class Clusters;
