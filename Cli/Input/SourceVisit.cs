using RetailPulse.Client;

namespace RetailPulse.Cli.Input;

/// <summary>A visit that was read from a file.</summary>
/// <param name="Line">Line of the visit, or of its first image; 0 if the format has no lines.</param>
internal readonly record struct SourceVisit(VisitToMeasure Visit, int Line);
