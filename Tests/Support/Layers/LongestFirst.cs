using RetailPulse.Tests.Support.Layers;
using Xunit.Sdk;
using Xunit.v3;

// Many tests wait most of their time, so a few more threads than processors are useful. Many more make tests of time limits fail.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace RetailPulse.Tests.Support.Layers;

/// <summary>Starts the collections that take minutes first, so that none of them runs on its own at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest =
    [
        "Screens",
        "TwoVersionsTests",
        "ChaosTests",
        "SuiteTests",
        "HalfHealthyHostTests",
        "LostStatementTests",
        "LostWebhookTests",
        "ChangeCrashTests",
        "GeneratedClientsTests",
        "ClusterPortsTests",
        "UploadCrashTests",
        "RollingRestartTests",
        "Walk",
        "FaultEnumerationTests",
    ];

    private static readonly string[] Long = [".EndToEnd.", ".Storage.", ".Contract.", ".Cluster."];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [
            .. testCollections
                .OrderBy(collection => Rank(collection.TestCollectionDisplayName))
                .ThenBy(collection => collection.TestCollectionDisplayName, StringComparer.Ordinal),
        ];

    private static int Rank(string name)
    {
        var longest = Array.FindIndex(Longest, name.Contains);
        if (longest >= 0)
            return longest;
        return Longest.Length + (Long.Any(name.Contains) ? 0 : 1);
    }
}
