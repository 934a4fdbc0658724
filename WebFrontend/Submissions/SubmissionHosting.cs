namespace RetailPulse.WebFrontend.Submissions;

/// <summary>Adds the submission of jobs.</summary>
internal static class SubmissionHosting
{
    public static void AddSubmissions(this WebApplicationBuilder builder) => builder.Services.AddSingleton<SubmissionCall>();
}
