using RetailPulse.Tests;
using Xunit.Sdk;
using Xunit.v3;

// Most tests wait for processes, networks or timers, so more of them run at once than there are processors.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace RetailPulse.Tests;

/// <summary>Starts the collections that take minutes first, so that none of them runs on its own at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest = ["Clusters", ".SuiteTests", ".LostStatementTests", ".ChangeCrashTests", ".HalfHealthyHostTests", ".ClusterPortsTests"];

    private static readonly string[] Long = [".Processes.", ".Walk.", ".Faults.", ".Contract.", ".Storage."];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => Rank(collection.TestCollectionDisplayName)).ThenBy(collection => collection.TestCollectionDisplayName, StringComparer.Ordinal)];

    private static int Rank(string name)
    {
        var longest = Array.FindIndex(Longest, name.Contains);
        if (longest >= 0) return longest;
        return Longest.Length + (Long.Any(name.Contains) ? 0 : 1);
    }
}
