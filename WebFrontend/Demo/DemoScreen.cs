using System.Globalization;
using RetailPulse.Client;

namespace RetailPulse.WebFrontend.Demo;

/// <summary>Prints the demo's output.</summary>
internal static class DemoScreen
{
    /// <param name="settings">Settings in the form of a silo's command line.</param>
    public static void ShowWhatSilosNeed(IEnumerable<string> settings) =>
        System.Console.WriteLine(
            $"""
            The sample images are served by this front end and fetched by its silos, which refuse this machine's own addresses unless started with
              {string.Join("\n  ", settings)}

            """
        );

    public static void ShowConsole(Uri address) => System.Console.WriteLine($"Console: {address}\n");

    public static void ShowSecond(Uri address, long jobId) =>
        System.Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"A second job of 201 images runs for half a minute, and some of them fail: {address}jobs/{jobId}\n"
            )
        );

    public static void ShowImagesHeader()
    {
        System.Console.WriteLine();
        Row("image", "store", "format", "size", "perimeter");
    }

    public static void ShowImage(JobImage image)
    {
        var name = Path.GetFileName(image.Url);
        if (image.Perimeter is { } perimeter)
            Row(name, image.StoreId, image.Format!, $"{image.Width}×{image.Height}", perimeter.ToString(CultureInfo.InvariantCulture));
        else
            Row(name, image.StoreId, "", image.Reason ?? "", "");
    }

    public static void ShowStatus(long jobId, string answer) =>
        System.Console.WriteLine($"\nGET /api/status?jobid={jobId.ToString(CultureInfo.InvariantCulture)}\n{answer}\n");

    public static void ShowAddresses(Uri address) =>
        System.Console.WriteLine(
            $"""
            Serving until Ctrl+C:
              console         {address}
              submit     POST {address}api/submit/
              status     GET  {address}api/status?jobid=…
              reference       {address}docs
              dashboard       {address}dashboard
              command line    dotnet run --project Cli -c Release -- --server {address} --help
            """
        );

    private static void Row(string image, string store, string format, string size, string perimeter) =>
        System.Console.WriteLine($"{image, -24} {store, -11} {format, -7} {size, 14} {perimeter, 10}");

    /// <summary>Prints the progress of the job.</summary>
    public sealed class Progress : IProgress<Job>
    {
        public void Report(Job value)
        {
            if (value.Status != JobStatus.Ongoing)
                return;
            var counts = value.Counts;
            System.Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Job {value.Id}: {counts.Measured + counts.Failed} of {counts.Total} images done, {counts.Running} running"
                )
            );
        }
    }
}
