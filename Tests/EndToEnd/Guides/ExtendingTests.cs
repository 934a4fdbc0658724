namespace RetailPulse.Tests.EndToEnd.Guides;

/// <summary>Follows docs/guides/extending.md with a service that calls the model of the guide.</summary>
public sealed class ExtendingTests(GuideService service) : IClassFixture<GuideService>
{
    private readonly Guide guide = Guide.Read("extending.md");

    [Fact]
    public async Task The_analysis_of_the_guides_model_is_kept_with_the_result()
    {
        GuideRun.Require("python");
        using var run = new GuideRun(guide, service, FreePorts.Next());
        using var model = await run.StartAsync(guide.Of("server").Single());
        var home = Directory.CreateTempSubdirectory("retailpulse-guides-");
        try
        {
            await using var process = await GuideService.StartAsync(
                home.FullName,
                $"--RetailPulse:Analysis:Endpoint=http://127.0.0.1:{run.Port}/"
            );
            await GuideService.SampleAsync(process.Http);
            var block = guide.Of("analyzed").Single();
            var address = process.Http.BaseAddress!.ToString().TrimEnd('/');
            var here = block with { Text = block.Text.Replace("http://localhost:8080", address, StringComparison.Ordinal) };
            var (code, output, error) = await run.TryAsync(here, variables: "");
            Assert.True(code == 0, error);
            Assert.True(GuideRun.Prints(guide.After(block, "prints")!.Text, output), output);
        }
        finally
        {
            model.Kill(entireProcessTree: true);
            await model.WaitForExitAsync();
            home.Delete(recursive: true);
        }
    }
}
