using RetailPulse.Silo;
using RetailPulse.Web;
using RetailPulse.Web.Demo;
using RetailPulse.Web.Jobs;

var demo = DemoSwitches.Take(args, out var settings);
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = settings, ContentRootPath = AppContext.BaseDirectory });
builder.AddRetailPulseRole();
builder.AddJobsApi();
builder.AddDemo(demo);

var app = builder.Build();
app.MapJobs();
app.MapDashboard();
app.MapHealth();
app.MapDemo(demo);
await app.RunAsync();
return Environment.ExitCode;
