using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace RetailPulse.Grains.Images.Thumbnails;

/// <summary>The command that starts a process for one thumbnail. The size follows as its last argument.</summary>
internal sealed record ThumbnailCommand(string Program, ImmutableArray<string> Arguments)
{
    public const string Switch = "--make-thumbnail";

    /// <summary>Time after which the process is killed. Default: <see cref="ThumbnailProcess.TimeLimit"/>.</summary>
    public TimeSpan TimeLimit { get; init; } = ThumbnailProcess.TimeLimit;

    /// <summary>Returns the command that starts the program of silos, which is next to that of a front end too.</summary>
    public static ThumbnailCommand OfThisProgram() =>
        new(
            Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet")),
            [Path.Combine(AppContext.BaseDirectory, "RetailPulse.Silo.dll"), Switch]
        );
}
