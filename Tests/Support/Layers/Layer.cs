namespace RetailPulse.Tests.Support.Layers;

/// <summary>The layer of a test: the folder below <c>Tests</c> that it is in, which says what the test needs to run.</summary>
internal static class Layer
{
    /// <summary>Name of the trait, as in <c>dotnet test --filter Layer=Unit</c>.</summary>
    public const string Trait = "Layer";

    private const string Root = "RetailPulse.Tests.";

    /// <summary>The layers, from the one that needs least to the one that needs most.</summary>
    public static IReadOnlyList<string> All { get; } = ["Unit", "Architecture", "Cluster", "Contract", "Storage", "EndToEnd", "Chaos"];

    /// <summary>Returns the layer of a test class.</summary>
    public static string Of(Type testClass) => testClass.Namespace![Root.Length..].Split('.')[0];
}
