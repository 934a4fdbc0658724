namespace RetailPulse.Tests.Support.Processes;

/// <summary>The environment of a <see cref="ProductProcess"/>.</summary>
internal sealed record ProcessEnvironment
{
    /// <summary>A program with arguments that runs the command appended to them, such as <c>nsenter --net=…</c>.</summary>
    public IReadOnlyList<string> Launcher { get; init; } = [];

    public IEnumerable<(string Name, string Value)> Variables { get; init; } = [];

    /// <summary>File to which the output is appended.</summary>
    public string? Log { get; init; }
}
