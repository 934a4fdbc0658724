using RetailPulse.Jobs;

namespace RetailPulse.WebFrontend.Api;

/// <summary>The position of a page in a list of jobs.</summary>
/// <param name="Place">Job next to the page; <see langword="null"/> for the first page.</param>
/// <param name="Back">Whether the page precedes that job.</param>
internal sealed record JobPosition(JobListPlace? Place, bool Back = false);
